Feature: Flows do not cross
  Cookies, devices, keys, token URLs and message ids of one client never show up with another.

  @SEQ-43 @SEES-SEC-05
  Rule: Two clients, taking turns, each get their own binding

    Scenario: Two players take turns at every arrow
      Given devices A and B register in turns
      When devices A and B ask for a title each in turns
      And devices A and B redeem in turns
      Then each device got the license of its own title, and no flow crossed another

  @SEQ-53 @SEES-SEC-05
  Rule: Twenty clients at once each get their own binding

    Scenario: Twenty players bind at once
      When 20 players register and play at once
      Then each device got the license of its own title, and no flow crossed another
