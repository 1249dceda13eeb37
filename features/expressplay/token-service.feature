Feature: The ExpressPlay token service
  A token request says which key a license shall hold and what restricts it. A sound one is answered with one URL that holds a
  token; the documents list its parameters and their values.

  @EP-TOK-41 @EP-TOK-42 @EP-TOK-43 @EP-TOK-44 @EP-TOK-51
  Rule: A sound request brings one token URL, by GET and by POST

    Scenario: The plainest request, by either method, and with what public clients add
      When the plainest token request goes out in both documented ways
      And token requests go out that each add
        | parameter  | value     |
        | useHttps   | true      |
        | rightsType | BuyToOwn  |
        | anyName    | any value |
      And token requests go out that each give
        | parameter  | value         |
        | contentKey | (in capitals) |
        | iv         | (in capitals) |
      Then each sound request is answered with a token URL

  @EP-TOK-49
  Rule: An end is told as a number of seconds or as an instant, thirty days ahead at most

    Scenario: Ends from the nearest to the farthest
      Given the plainest token request was answered with a token
      When token requests go out that each give
        | parameter      | value                               |
        | expirationTime | +1                                  |
        | expirationTime | +2592000                            |
        | expirationTime | (an hour ahead)                     |
        | expirationTime | (an hour ahead, to the millisecond) |
        | expirationTime | (29 days ahead)                     |
      Then the token service took each form

  @EP-TOK-57 @EP-TOK-53
  Rule: Every documented optional value is accepted

    Scenario: Optional parameters with the values that the documents allow
      Given the plainest token request was answered with a token
      When token requests go out that each add
        | parameter      | value                     |
        | generalFlags   | 0000                      |
        | fpExtension    | wudo,AAAA                 |
        | fpExtension    | wudo,+/8=                 |
        | fpExtension    | (wudo,AAAA and wuda,AAAA) |
        | rentalDuration | 0                         |
        | rentalDuration | 172800                    |
        | errorFormat    | json                      |
        | errorFormat    | html                      |
        | kid            | (32 digits)               |
        | kid            | (^ and 1 characters)      |
        | kid            | (^ and 64 characters)     |
      Then each sound request is answered with a token URL

  @EP-TOK-54 @EP-TOK-E2033
  Rule: A cookie has at most 32 characters

    Scenario: The longest cookie, and one that is longer
      Given the plainest token request was answered with a token
      When token requests go out that each add
        | parameter | value                            |
        | cookie    | (32 characters)                  |
        | cookie    | (32 characters that are escaped) |
      And token requests go out with one fault each, errors as JSON
        | code  | or | parameter | value           |
        | -2033 |    | cookie    | (33 characters) |
      Then each sound request is answered with a token URL, and each faulty one refused

  @EP-TOK-52
  Rule: The key comes as it is, wrapped, or by the name of a stored one

    Scenario: The key as it is, and wrapped by a key that comes along
      Given the plainest token request was answered with a token
      When token requests go out that each give
        | parameter | value               |
        | key data  | contentKey with kid |
        | key data  | kek with ek         |
      And token requests go out with one fault each, errors as JSON
        | code  | or | parameter | value                    |
        | -6005 |    | key data  | kek with both kid and ek |
      Then each sound request is answered with a token URL, and each faulty one refused

    @EP-TOK-58 @EP-TOK-E4019
    Scenario: A stored key by its kid
      Given the plainest token request was answered with a token
      When token requests go out that each give
        | parameter | value                            |
        | key data  | kek with the kid of a stored key |
        | key data  | the stored key with its kid      |
      And token requests go out with one fault each, errors as JSON
        | code  | or | parameter | value                     |
        | -4019 |    | key data  | kek with an unknown kid   |
        | -6005 |    | key data  | kek with both kid and ek  |
        | -6005 |    | key data  | another key with that kid |
      Then each sound request is answered with a token URL, and each faulty one refused

  @EP-TOK-50
  Rule: Names of parameters are case-sensitive

    Scenario: A name in another case names nothing
      Given the plainest token request was answered with a token
      When token requests go out with one name in another case
        | name                  | written               |
        | contentKey            | ContentKey            |
        | iv                    | IV                    |
        | customerAuthenticator | customerauthenticator |
      Then the token service refuses each of them

  @EP-TOK-55 @EP-TOK-E6008
  Rule: A device restriction is kept or refused, as the reading deviceBinding.supported says

    Scenario: A token request names a device
      Given the plainest token request was answered with a token
      When a token request names a device
      Then the answer is the one that the reading expects

  @EP-TOK-56
  Rule: Tokens can be had again and again, and each is good

    Scenario: Three tokens one after the other
      Given the plainest token request was answered with a token
      When device A gets three tokens and redeems each
      Then device A got a license with each
