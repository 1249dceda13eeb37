Feature: Every error code of the token service
  The documents list 40 event error codes and two forms of an error answer. Whichever comes, SEES has no token to hand out.
  The class of the status is the documented one where the code tells it, invalid arguments elsewhere.

  @SEES-ERR-03 @SEES-ERR-05 @SEES-ERR-14
  Rule: No code leads to a grant, and none does lasting harm

    Scenario Outline: The token service answers each code as <format>
      Given device A got a token URL for registration
      When device A asks for registration while the token service answers each code as <format>
        | code  | says                                         | status class          |
        | -2002 | expiration time of the token is invalid      | invalid arguments     |
        | -2003 | IP address is invalid                        | invalid arguments     |
        | -2005 | content encryption key is invalid            | invalid arguments     |
        | -2008 | output control flags are invalid             | invalid arguments     |
        | -2017 | customer authenticator is missing            | authentication failed |
        | -2018 | customer authenticator is not valid          | authentication failed |
        | -2019 | no tokens are left                           | invalid arguments     |
        | -2020 | rights type is missing                       | invalid arguments     |
        | -2021 | rights type is invalid                       | invalid arguments     |
        | -2022 | end of the rental period is missing          | invalid arguments     |
        | -2023 | play duration of the rental is missing       | invalid arguments     |
        | -2025 | play duration of the rental is invalid       | invalid arguments     |
        | -2027 | content key does not have 32 hex digits      | invalid arguments     |
        | -2030 | administrative fault inside ExpressPlay      | server error          |
        | -2031 | service account is disabled                  | invalid arguments     |
        | -2033 | cookie is invalid                            | invalid arguments     |
        | -2034 | output control is out of range               | invalid arguments     |
        | -2035 | a parameter has no value                     | invalid arguments     |
        | -2036 | extension type does not have 4 characters    | invalid arguments     |
        | -2037 | extension payload is not base64              | invalid arguments     |
        | -2040 | output control flag does not encode 4 bytes  | invalid arguments     |
        | -3004 | error format is unknown                      | invalid arguments     |
        | -4001 | device could not be authenticated            | invalid arguments     |
        | -4010 | token is invalid                             | invalid arguments     |
        | -4018 | key id is missing                            | invalid arguments     |
        | -4019 | lookup in the key store failed               | invalid arguments     |
        | -4020 | key id does not have 32 hex digits           | invalid arguments     |
        | -4021 | text of the key id is too long               | invalid arguments     |
        | -4022 | key id is invalid                            | invalid arguments     |
        | -4024 | wrapped key or key-encryption key is invalid | invalid arguments     |
        | -5003 | general flags are invalid                    | invalid arguments     |
        | -6001 | FairPlay extension is invalid                | invalid arguments     |
        | -6002 | token is not of a FairPlay type              | invalid arguments     |
        | -6003 | initialization vector is invalid             | invalid arguments     |
        | -6004 | CKC could not be made                        | server error          |
        | -6005 | key data do not fit together                 | invalid arguments     |
        | -6006 | service is not authorized for FairPlay       | invalid arguments     |
        | -6007 | rental duration is invalid                   | invalid arguments     |
        | -6008 | device binding is not supported for FairPlay | invalid arguments     |
        | -6009 | FairPlay option is switched off              | invalid arguments     |
      And device A asks for registration once more
      Then SEES grants what is asked afterwards
      And SEES grants nothing meanwhile

      @SEES-ERR-01
      Examples: structured
        | format |
        | JSON   |

      @SEES-ERR-02
      Examples: for the eye
        | format |
        | HTML   |
