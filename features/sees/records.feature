Feature: What SEES reads in the records
  The record service answers with the events of a cookie, the newest first: up to 32, or the latest one alone.

  @EP-REC-08
  Rule: The newest event that names a device counts

    Scenario: The history of a cookie is long, or its newest event names no device
      Given device A got a title bound to its device
      When device A asks for a title bound to its device where its history is
        | history                                                 |
        | thirty-two events of the device                         |
        | a newer event that names no device                      |
        | thirty-one newer events that name no device             |
        | a newer event without a device, an older one of another |
      Then SEES binds to the device that counts

  @EP-REC-09
  Rule: One event will do

    Scenario: The history of a cookie is a single event
      Given device A got a title bound to its device
      When device A asks for a title bound to its device where its history is
        | history                                   |
        | a single event                            |
        | a single event whose device id has dashes |
      Then SEES binds to the device that counts

  @EP-REC-10
  Rule: A redemption that failed registers nobody

    Scenario: The history of a cookie holds failed redemptions
      Given device A got a title bound to its device
      When device A asks for a title bound to its device where its history is
        | history                                      |
        | a failed redemption alone                    |
        | a newer failed redemption of another device  |
      Then SEES binds to no device of a failed redemption

  @EP-REC-12
  Rule: Of two devices under one cookie the reading multiDevice chooses

    Scenario: Two devices registered under one cookie, and another client under its own
      Given device B got a title bound to its device
      When device A asks for a title bound to its device where its history is
        | history                          |
        | two devices, one after the other |
      Then SEES binds to the device that counts

  @EP-REC-13
  Rule: A cookie is taken to the letter

    Scenario: Another client's cookie looks almost the same
      Given device A is registered under a cookie and got a license with it
      When device B asks for a title with the cookie of device A
        | cookie                  |
        | in upper case           |
        | with a blank at its end |
        | with a blank before it  |
      Then SEES takes each for another cookie

  @EP-REC-14 @SEES-SEC-06
  Rule: Whether SEES looks again

    Scenario: A client registers another device
      Given device B got a title bound to its device
      When device A asks for a title before and after it registered another device
      Then the device of the later request tells whether SEES looked again
      And the token of one client never goes to the other
