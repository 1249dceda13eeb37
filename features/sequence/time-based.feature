Feature: Time-based license (arrows T1 to T6)
  A player asks for a title without a cookie. SEES gets a token from ExpressPlay that ends by itself and hands its URL to
  the player, which trades it for a license with an SPC.

  @SEQ-01 @SEQ-02 @SEQ-03 @SEQ-04 @SEQ-05 @SEQ-06 @SEQ-07 @SEES-RES-05 @EP-LIC-01
  Rule: A title is licensed for a time, whatever the device

    Scenario: A player asks for a title and plays it
      When device A asks for a title for a time and redeems it
      Then SEES asked for a token with the title's keys and policy
      And every call came in the order of the diagram, up to the token URL as ExpressPlay gave it
      And device A got the license of that title

  @EP-LIC-07
  Rule: A token that is bound to nothing serves whichever device comes

    Scenario: Two devices redeem a time-based token each
      Given device A got two token URLs for a title for a time
      When device A redeems the first
      And device B redeems the second
      Then both devices got the license of that title

  @SEQ-09
  Rule: Without a token there is no grant

    Scenario: The token service refuses
      Given device A got a token URL for a title for a time
      And ExpressPlay refuses token requests with a JSON error
      When device A asks for that title for a time
      Then SEES grants nothing
