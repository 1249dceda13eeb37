Feature: A record service in trouble
  SEES learns the device from the record of the cookie. Without it there is nothing to bind to, and nothing unbound may go
  out in its stead. Each fault lasts for the whole exchange, so that SEES may retry.

  @SEES-ERR-10
  Rule: An event without a device binds nothing

    Scenario: The event of the cookie names no device
      Given device A got a title bound to its device
      When device A asks for a title bound to its device while the record service answers with
        | record                            |
        | an event without a device id      |
        | an event whose device id is null  |
        | an event whose device id is empty |
      Then nothing unbound reaches the player and SEES refuses

  @SEES-ERR-11 @SEES-ERR-14
  Rule: A record service that fails binds nothing

    Scenario: The record service is out of order
      Given device A got a title bound to its device
      When device A asks for a title bound to its device while the record service answers with
        | trouble                  |
        | a lack of permission     |
        | an unknown address       |
        | an internal error        |
        | no connection            |
        | a connection that breaks |
        | silence                  |
        | a body that breaks off   |
        | a web page               |
        | null in place of events  |
        | texts in place of events |
      And device A asks for another title bound to its device
      Then SEES grants what is asked afterwards
      And nothing unbound reaches the player and SEES refuses

  @SEES-ERR-13
  Rule: The events of others bind nothing

    Scenario: The record service answers with other clients' events
      Given device A got a title bound to its device
      When device A asks for a title bound to its device while the record service answers with
        | record                             |
        | events of other cookies            |
        | events of a cookie in another case |
      Then nothing unbound reaches the player and SEES refuses
