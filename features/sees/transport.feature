Feature: How players reach SEES
  Player and SEES meet over TLS and each learns who the other is. A request is one JSON object, posted to one place.

  @SEES-TRN-01 @SEES-TRN-02 @SEES-TRN-06
  Rule: SEES is reached over TLS alone and shows who it is

    Scenario: A player knocks with TLS and without
      When device A asks over TLS
      And device A asks at the same place without TLS
      Then SEES answers over TLS alone

  @SEES-TRN-03 @SEES-TRN-04 @SEES-TRN-05
  Rule: SEES lets nobody in whom it cannot know

    Scenario: A player shows wrong certificates
      Given device A was granted a title over TLS
      When device A asks over TLS, each time with a wrong certificate
        | certificate                         |
        | no certificate                      |
        | a certificate of another issuer     |
        | an expired certificate              |
        | a certificate that is not valid yet |
      Then SEES decides nothing for a client that it does not know

  @SEES-TRN-07 @SEES-TRN-08
  Rule: A request is posted

    Scenario: The same data travels by other methods
      Given device A was granted a title for a time
      When device A sends the same by other methods
        | method |
        | GET    |
        | HEAD   |
        | PUT    |
        | DELETE |
      Then SEES grants none of them

  @SEES-TRN-12
  Rule: A request is JSON and says so

    Scenario: The same body bears other labels
      Given device A was granted a title for a time
      When device A sends the same under other content types
        | content type                      |
        | application/json; charset=utf-8   |
        | text/plain                        |
        | application/x-www-form-urlencoded |
        | none                              |
      Then SEES takes the request

  @SEES-TRN-13
  Rule: The body is the request, whatever the query says

    Scenario: The query contradicts the body
      Given device A was granted a title for a time
      When device A repeats every property in the query with another value
      Then SEES grants what the body asks for

  @SEES-TRN-14
  Rule: SEES talks to ExpressPlay alone

    Scenario: Somebody else answers in the place of ExpressPlay
      When device A registers while ExpressPlay shows the certificate of another host
      Then SEES trusts no other host
      And SEES calls ExpressPlay over TLS
