Feature: What stays between SEES and ExpressPlay
  The authenticator and the keys never leave the way between the two, and the token of one client is for that client.

  @SEES-ERR-15
  Rule: An error text that gives secrets away goes no further

    Scenario: The token service repeats what it did not like
      Given device A got a token URL for registration
      When device A asks for registration while the token service repeats both in its error text
        | form          |
        | as JSON       |
        | as a web page |
      Then nothing of them reaches the player

  @SEES-SEC-06
  Rule: A token goes to the client it was got for

    Scenario: Two players register
      Given device C got a token URL for registration
      When device A asks for registration twice and device B once and with a message id of the other
      Then the token of one client never goes to the other
