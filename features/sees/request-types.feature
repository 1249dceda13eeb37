Feature: Which flow a request starts
  The request type says what the client wants: 1 a title for a time, 2 to register its device, 3 a title bound to its device.

  @SEES-REQ-08 @SEES-REQ-11 @SEES-REQ-12 @SEES-REQ-13 @SEES-RES-05 @SEES-RES-11 @SEES-RES-13
  Rule: Each type starts its own flow

    Scenario: A player asks with each type
      Given device A is registered under a cookie
      When device A asks with the types 1, 2, 3
      Then SEES takes the request
      And each type starts its own flow
      And the token URL reached the player as ExpressPlay gave it

  @SEES-REQ-26
  Rule: A cookie does not make a time-based request another

    Scenario: A player sends its cookie with every request
      Given device A was granted a title for a time
      When device A asks for a title for a time with its cookie
      Then the flow stays time-based

  @SEES-REQ-01
  Rule: Without a type there is an answer all the same

    Scenario: A request says nothing but what it must
      Given device A was granted a title for a time
      When device A asks for a title for a time, each time with one thing unusual
        | property    | value  |
        | requestType | absent |
      Then SEES answers each of them

  @SEES-REQ-14
  Rule: There are no other types

    Scenario: A request bears a number that is no type
      Given device A was granted a title for a time
      And device A was granted a title bound to its device
      When device A asks for a title for a time, each time with one thing wrong
        | property    | value      |
        | requestType | 0          |
        | requestType | 4          |
        | requestType | -1         |
        | requestType | 2147483648 |
        | requestType | 4294967297 |
      # With all that a bound title needs, for a server that takes them for type 3.
      And device A asks for a title bound to its device, each time with one thing wrong
        | property    | value |
        | requestType | 4     |
        | requestType | -3    |
      Then SEES grants none of them

  @SEES-REQ-15
  Rule: What was meant as type 3 never ends unbound

    Scenario: The type is not written as an integer
      Given device A was granted a title bound to its device
      When device A asks for a title bound to its device, each time with one thing wrong
        | property    | value       |
        | requestType | "3"         |
        | requestType | 3.5         |
        | requestType | true        |
        | requestType | null        |
        | requestType | in an array |
      Then SEES grants none of them

  @SEES-REQ-16
  Rule: Nobody gets a title that does not exist

    Scenario: A request names an unknown title
      Given device A was granted a title for a time
      And device A was granted a title bound to its device
      When device A asks for a title for a time, each time with one thing wrong
        | property  | value                     |
        | contentID | unknown                   |
        | contentID | right, and more behind it |
      And device A asks for a title bound to its device, each time with one thing wrong
        | property  | value                     |
        | contentID | unknown                   |
        | contentID | right, and more behind it |
      Then SEES grants none of them
      And ExpressPlay is not asked for a title that SEES does not know

  # GUIDs are compared as text: the answer has to repeat them as they came.
  @SEES-RES-11 @SEES-RES-13
  Rule: An answer is read by what it says

    Scenario: Message ids are written in other ways
      Given device A was granted a title for a time
      When device A asks with message ids in upper case and in braces
      Then SEES answers each of them
