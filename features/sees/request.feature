Feature: What SEES makes of a request
  A request names itself, the protocol version and a title. What is not a request gets no grant, and harms nobody.

  @SEES-REQ-02 @SEES-REQ-03 @SEES-REQ-04 @SEES-REQ-05 @SEES-REQ-06 @SEES-REQ-07
  Rule: Message id, version and content id are there and of their type

    Scenario: A required property is missing or of another type
      Given device A was granted a title for a time
      When device A asks for a title for a time, each time with one thing wrong
        | property  | value       |
        | messageID | absent      |
        | messageID | 7           |
        | messageID | null        |
        | messageID | true        |
        | messageID | {}          |
        | messageID | in an array |
        | version   | absent      |
        | version   | "1"         |
        | version   | 1.5         |
        | version   | null        |
        | version   | true        |
        | version   | {}          |
        | version   | in an array |
        | contentID | absent      |
        | contentID | ""          |
        | contentID | 7           |
        | contentID | null        |
        | contentID | true        |
        | contentID | {}          |
        | contentID | in an array |
      Then SEES grants none of them

  @SEES-REQ-02 @SEES-REQ-03 @SEES-REQ-04
  Rule: They are there in every type of request

    Scenario: Requests of the other types lack a required property
      Given device A was granted a title bound to its device
      When device A asks for registration, each time with one thing wrong
        | property  | value  |
        | messageID | absent |
        | version   | absent |
        | contentID | absent |
      And device A asks for a title bound to its device, each time with one thing wrong
        | property  | value  |
        | messageID | absent |
        | version   | absent |
        | contentID | absent |
      Then SEES grants none of them

  @SEES-REQ-09 @SEES-REQ-10
  Rule: The answer speaks no higher version than the request

    Scenario: A request bears another version
      Given device A was granted a title for a time
      When device A asks for a title for a time, each time with one thing unusual
        | property | value      |
        | version  | 2          |
        | version  | 2147483647 |
        | version  | 0          |
        | version  | -1         |
      Then SEES answers each of them

  @SEES-REQ-29
  Rule: What is no JSON object is no request

    Scenario: A client sends something else
      Given device A was granted a title for a time
      When device A sends what is no entitlement request
        | body                           |
        | no body                        |
        | words that are no JSON         |
        | JSON that breaks off           |
        | an array that holds the request |
        | the request and words behind it |
        | the request as a JSON text     |
        | a number                       |
        | null                           |
        | bytes that are no UTF-8        |
      Then SEES grants none of them
      And SEES serves on

  @SEES-REQ-30
  Rule: Size breaks nothing

    Scenario: A message id is far too long
      Given device A was granted a title for a time
      When device A asks for a title for a time, each time with one thing unusual
        | property  | value |
        | messageID | 1 MiB |
      Then SEES answers each of them
      And SEES serves on

  @SEES-REQ-17 @SEES-REQ-27 @SEES-REQ-31
  Rule: What the documents do not name changes nothing

    Scenario: A request holds more, other names or other ids
      Given device A was granted a title for a time
      When device A asks for a title for a time, each time with one thing unusual
        | property  | value                  |
        | extra     | "text"                 |
        | vendor    | {"name": "a", "at": 1} |
        | messageID | named MessageId        |
        | contentID | named contentid        |
        | messageID | "not a GUID"           |
        | messageID | "Å and ü in two parts" |
        | contentID | "not a GUID"           |
      Then SEES answers as if they were not there

  @SEES-REQ-32
  Rule: A message id pairs a request with its answer

    Scenario: Two requests bear one message id
      Given device A was granted a title for a time
      When device A asks twice with one message id
      Then SEES answers each of them

  @SEES-REQ-28
  Rule: Keys, authenticator and device id are no business of the client

    Scenario: A client sends values that only SEES may choose
      Given device A was granted a title for a time
      And device A was granted a title bound to its device
      When device A asks for a title for a time and sends along what only SEES may choose
        | property              |
        | customerAuthenticator |
        | deviceid              |
        | contentKey            |
        | iv                    |
        | kid                   |
        | expirationTime        |
      And device A asks for registration and sends along what only SEES may choose
        | property              |
        | customerAuthenticator |
        | deviceId              |
        | contentKey            |
        | iv                    |
        | kid                   |
        | expirationTime        |
      And device A asks for a title bound to its device and sends along what only SEES may choose
        | property              |
        | customerAuthenticator |
        | deviceid              |
        | deviceId              |
        | device_id             |
        | contentKey            |
        | iv                    |
        | kid                   |
        | expirationTime        |
      Then ExpressPlay is asked for nothing that the client chose

    Scenario: A client names a device that nobody recorded
      Given device A was granted a title bound to its device
      When device B asks for a title bound to its device and sends along what only SEES may choose
        | property   |
        | deviceid   |
        | deviceId   |
        | device_id  |
        | contentKey |
        | iv         |
        | kid        |
      Then ExpressPlay is asked for nothing that the client chose

  @SEES-REQ-33
  Rule: Who is not entitled gets nothing

    Scenario: A user asks for what another one gets
      Given device A was granted what another user may not have
      When that user asks for the same with device A
      Then SEES grants nothing to that user
