Feature: Errors of the ExpressPlay token service
  A token request with a fault brings no token. It is answered with a status of a documented class and a description in the
  format that was asked for; in JSON the description holds the code of the fault.

  @EP-TOK-45 @EP-TOK-46 @EP-TOK-47 @EP-TOK-48
  @EP-TOK-E2002 @EP-TOK-E2005 @EP-TOK-E2017 @EP-TOK-E2018 @EP-TOK-E2027 @EP-TOK-E2033 @EP-TOK-E2035 @EP-TOK-E2036
  @EP-TOK-E2037 @EP-TOK-E3004 @EP-TOK-E4018 @EP-TOK-E4020 @EP-TOK-E4021 @EP-TOK-E4022 @EP-TOK-E4024 @EP-TOK-E5003
  @EP-TOK-E6001 @EP-TOK-E6003 @EP-TOK-E6005 @EP-TOK-E6007
  Rule: Each fault is refused, and its code is told

    Scenario Outline: One fault at a time, errors as <format>
      Given sound token requests were answered with tokens, errors as <format>
      When token requests go out with one fault each, errors as <format>
        | code  | or                  | parameter             | value                                   |
        | -2002 |                     | expirationTime        | abc                                     |
        | -2002 |                     | expirationTime        | +600s                                   |
        | -2002 |                     | expirationTime        | (an hour ahead, without Z)              |
        | -2002 |                     | expirationTime        | (+600 with its plus bare)               |
        | -2002 |                     | expirationTime        | (an hour ago)                           |
        | -2002 |                     | expirationTime        | (31 days)                               |
        | -2002 |                     | expirationTime        | (tomorrow at 25 o'clock)                |
        | -2005 | -2027, -6005        | contentKey            | (32 characters beyond hex)              |
        | -2005 | -2027, -6005        | contentKey            | (32 characters, the last beyond hex)    |
        | -2017 |                     | customerAuthenticator | (absent)                                |
        | -2018 |                     | customerAuthenticator | (unknown)                               |
        | -2018 |                     | customerAuthenticator | (with another last character)           |
        | -2018 |                     | customerAuthenticator | (without its last character)            |
        | -2027 | -2005, -6005        | contentKey            | (30 digits)                             |
        | -2027 | -2005, -6005        | contentKey            | (31 digits)                             |
        | -2027 | -2005, -6005        | contentKey            | (33 digits)                             |
        | -2033 |                     | cookie                | (33 characters)                         |
        | -2035 | -2036, -2037, -6001 | fpExtension           | wudo                                    |
        | -2035 | -2036, -2037, -6001 | contentKey            | (empty)                                 |
        | -2036 | -2035, -2037, -6001 | fpExtension           | abc,AAAA                                |
        | -2036 | -2035, -2037, -6001 | fpExtension           | wudos,AAAA                              |
        | -2036 | -2035, -2037, -6001 | fpExtension           | (wudo,AAAA and abc,AAAA)                |
        | -2037 | -2035, -2036, -6001 | fpExtension           | wudo,***                                |
        | -3004 |                     | errorFormat           | xml                                     |
        | -4018 | -6005, -4024        | key data              | kek alone                               |
        | -4020 | -4022               | kid                   | (30 digits)                             |
        | -4020 | -4022               | kid                   | (33 digits)                             |
        | -4021 |                     | kid                   | (^ and 65 characters)                   |
        | -4022 | -4020               | kid                   | (32 characters beyond hex)              |
        | -4022 | -4020               | kid                   | (32 characters, the last beyond hex)    |
        | -4024 | -4018, -6005        | key data              | kek with an ek of half its length       |
        | -4024 | -4018, -6005        | key data              | kek with an ek that another key wrapped |
        | -5003 |                     | generalFlags          | 0001                                    |
        | -5003 |                     | generalFlags          | 8000                                    |
        | -5003 |                     | generalFlags          | (4 characters beyond hex)               |
        | -5003 |                     | generalFlags          | 000x                                    |
        | -6001 | -2035, -2036, -2037 | fpExtension           | wudo,AAAA,BBBB                          |
        | -6001 | -2035, -2036, -2037 | fpExtension           | ,AAAA                                   |
        | -6003 |                     | iv                    | (absent)                                |
        | -6003 |                     | iv                    | (30 digits)                             |
        | -6003 |                     | iv                    | (33 digits)                             |
        | -6003 |                     | iv                    | (32 characters beyond hex)              |
        | -6003 |                     | iv                    | (32 characters, the last beyond hex)    |
        | -6005 |                     | key data              | kek with both kid and ek                |
        | -6007 |                     | rentalDuration        | -1                                      |
        | -6007 |                     | rentalDuration        | abc                                     |
        | -6007 |                     | rentalDuration        | 60s                                     |
      And a token request goes to a path that nobody knows
      And the plainest token request goes out again
      Then the token service refuses each fault in that format

      Examples:
        | format |
        | JSON   |
        | HTML   |

  @EP-TOK-45 @EP-TOK-46 @EP-TOK-47 @EP-TOK-48
  @EP-TOK-E2018 @EP-TOK-E2027 @EP-TOK-E2033 @EP-TOK-E6003
  Rule: A form is judged like a query

    Scenario: Faults in forms
      Given the plainest token request was answered with a token
      When token requests go out as forms with one fault each, errors as JSON
        | code  | or           | parameter             | value           |
        | -2018 |              | customerAuthenticator | (unknown)       |
        | -2027 | -2005, -6005 | contentKey            | (31 digits)     |
        | -2033 |              | cookie                | (33 characters) |
        | -6003 |              | iv                    | (absent)        |
      And token requests go out as forms with one fault each, errors as HTML
        | code  | or | parameter | value    |
        | -6003 |    | iv        | (absent) |
      Then the token service refuses each fault in that format

  # A format that is not said is html, whatever the request before had.
  @EP-TOK-45 @EP-TOK-48 @EP-TOK-E2018 @EP-TOK-E6003
  Rule: Each request is judged by itself

    Scenario: One format after the other
      Given the plainest token request was answered with a token
      When token requests go out with one fault each, errors as JSON
        | code  | or | parameter | value    |
        | -6003 |    | iv        | (absent) |
      And token requests go out with one fault each, errors as HTML
        | code  | or | parameter             | value     |
        | -6003 |    | iv                    | (absent)  |
        | -2018 |    | customerAuthenticator | (unknown) |
      And token requests go out with one fault each, errors as JSON
        | code  | or | parameter             | value     |
        | -2018 |    | customerAuthenticator | (unknown) |
      Then the token service refuses each fault in that format

  @EP-TOK-A2019 @EP-TOK-A2030 @EP-TOK-A2031 @EP-TOK-A6006 @EP-TOK-A6009
  Rule: An account that may have no tokens gets none

    Scenario: Sound requests of accounts in each administrative state
      Given the plainest token request was answered with a token
      When accounts in these states ask for a token
        | state          | code  |
        | no-tokens-left | -2019 |
        | admin-error    | -2030 |
        | disabled       | -2031 |
        | no-fairplay    | -6006 |
        | fairplay-off   | -6009 |
      Then the token service tells each its state
