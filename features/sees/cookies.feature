Feature: The cookie of a client
  The cookie ties a registration to the requests that rely on it. It is an arbitrary text of at most 32 characters.

  @SEES-REQ-18 @SEES-REQ-19 @SEES-REQ-22 @SEES-REQ-23
  Rule: Registration and bound titles need a cookie

    Scenario: There is no cookie, or it is no text
      Given device A was granted registration
      And device A was granted a title bound to its device
      When device A asks for registration, each time with one thing wrong
        | property       | value       |
        | customerCookie | absent      |
        | customerCookie | ""          |
        | customerCookie | 7           |
        | customerCookie | null        |
        | customerCookie | true        |
        | customerCookie | {}          |
        | customerCookie | in an array |
      And device A asks for a title bound to its device, each time with one thing wrong
        | property       | value       |
        | customerCookie | absent      |
        | customerCookie | ""          |
        | customerCookie | 7           |
        | customerCookie | null        |
        | customerCookie | true        |
        | customerCookie | {}          |
        | customerCookie | in an array |
      Then SEES grants none of them

  # The longer cookie begins with one that is registered: whoever cuts it finds a device.
  @SEES-REQ-20 @SEES-REQ-21
  Rule: A cookie has up to 32 characters

    Scenario: Cookies are as long as they may be, and longer
      Given device A was granted a title bound to its device
      When device A registers and plays under each of the cookies
        | cookie        |
        | 1 character   |
        | 1 times 0     |
        | 32 characters |
      And device A asks for registration, each time with one thing wrong
        | property       | value         |
        | customerCookie | 33 characters |
      And device A asks for a title bound to its device, each time with one thing wrong
        | property       | value         |
        | customerCookie | 33 characters |
      Then SEES grants it and the cookies at the limit alone
      And no shortened cookie reaches ExpressPlay

  # The sign for angstrom is U+212B, which is another character in every normal form of Unicode.
  @SEES-REQ-24
  Rule: A cookie is the same text at both ends

    Scenario: Cookies hold characters that mean something elsewhere
      Given device A was granted a title bound to its device
      When device A registers and plays under each of the cookies
        | cookie                 |
        | a b=c&d+e%f#g/h;i?j    |
        | 'single' "double" \\   |
        | &deviceid=0&iv=0&x=    |
        | %26%3D%2B%zz+          |
        | é ü Å 漢字 😀          |
        | between blanks         |
        | in quotes              |
      Then the cookies reach ExpressPlay as the client wrote them

  # Whoever counts bytes may refuse; a shortened cookie is another one.
  @SEES-REQ-24 @SEES-REQ-25
  Rule: Characters are counted, not bytes

    Scenario: The characters of a cookie take more than a byte each
      Given device A was granted registration
      When device A asks for registration, each time with one thing unusual
        | property       | value      |
        | customerCookie | 32 times é |
        | customerCookie | 32 times % |
      Then SEES answers each of them
      And the cookies reach ExpressPlay as the client wrote them
