Feature: The token request by the policy of the title
  SEES holds what a title needs: its key or the way to it, and how long it is rented. All of it goes into the token request,
  whether the token is for a time or for a device. What holds for every token request is looked at in every scenario.

  @EP-TOK-28 @SEQ-02
  Rule: A rented title is asked for with its rental

    Scenario: A player asks for a rented title
      Given device B got a title bound to its device
      When device A asks for the rented title for a time and bound to its device
      Then SEES asked for tokens with the rental of the title

  @EP-TOK-29
  Rule: Stored and wrapped keys are those of the title

    Scenario: A player asks for titles whose keys SEES does not hold as such
      Given device B got a title bound to its device
      When device A asks for titles with stored and wrapped keys for a time and bound to its device
      Then SEES asked for tokens with the key as it is configured
