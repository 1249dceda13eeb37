Feature: Device-bound license (arrows B1 to B16)
  A player first registers: it plays a dummy title under a cookie, and ExpressPlay logs the cookie with the device id of the
  SPC. For the real title SEES looks the device id up by the same cookie and gets a token that only this device can redeem.

  @SEQ-20 @SEQ-21 @SEQ-22 @SEQ-23 @SEQ-24 @SEQ-28 @SEES-RES-05 @EP-REC-26 @EP-LIC-13
  Rule: Registration ties the cookie to the device

    Scenario: Two players register by playing the dummy title
      When devices A and B register under a cookie each
      And device A registers under another one, after device B asked for a title bound to its device
      Then SEES asked for a token with the registration title's keys and the cookie, without a device
      And the token URL reached the player as ExpressPlay gave it
      And each registration was answered with a license
      And the history names a device of its own for each cookie

  @SEQ-21 @SEQ-25 @SEQ-26 @SEQ-27 @SEQ-28 @SEQ-29 @SEQ-30 @SEQ-36 @SEQ-37
  Rule: SEES has the token bound to the device that the record names

    Scenario: A registered player asks for a title after another one
      Given device B is registered under a cookie and got a license with it
      And device A is registered under a cookie
      When device A asks for a title bound to its device
      Then the record service was asked for the cookie and named the device
      And SEES then asked for a token with the title's keys, the cookie and that device

  @SEQ-25 @SEQ-27 @SEQ-30 @SEQ-31 @SEQ-32 @SEQ-33 @SEQ-34 @SEES-RES-05 @EP-LIC-01 @EP-LIC-05
  Rule: The license goes to the device that registered

    Scenario: A registered player plays a title bound to its device
      Given device A is registered under a cookie
      When device A asks for a title bound to its device
      And device A redeems the token URL
      Then the token URL reached the player as ExpressPlay gave it
      And device A got the license of that title

  @SEQ-44
  Rule: One registration serves several titles

    Scenario: A registered player asks for two titles
      Given device A is registered under a cookie
      When device A asks for each of two titles bound to its device and redeems it
      Then device A got the license of each title

  @SEQ-45
  Rule: The real title may serve for registration

    Scenario: A player registers with the title it wants to play
      Given device A registered under a cookie with the real title
      When device A asks for that title bound to its device and redeems it
      Then SEES answered each request

  @SEQ-46
  Rule: Of two devices under one cookie the one counts that the operator expects

    Scenario: A second device registers under the same cookie
      Given device B is registered under a cookie and got a license with it
      And device A is registered under a cookie
      And device B registers under the cookie of device A
      When device A asks for a title bound to its device
      And both devices try a token URL each
      Then the binding follows the reading

  @SEQ-47 @EP-LIC-21
  Rule: A registration token opens the registration title only

    Scenario: Two devices redeem a registration token each
      Given device A got two token URLs for registration
      When device A redeems the first
      And device B redeems the second
      Then no license opened the real title

    Scenario: The SPC names the real title
      Given device A got two token URLs for registration
      And device A redeems the first
      And device A asks for a title for a time and redeems it
      When device A redeems the second by an SPC that names the real title
      Then no license opened the real title

  @SEQ-51
  Rule: Answers stay paired with their requests, whatever the order

    Scenario: A player mixes the request types
      Given device A is registered under a cookie
      When device A asks with the types 3, 1, 2, 3, 2, 1
      Then every answer carries the message id of its request

  @SEQ-52
  Rule: A client that goes away does no harm

    Scenario: A player gives up while SEES works on its request
      Given device A is registered under a cookie
      When device A goes away after asking for a title bound to its device
      And device A asks for that title bound to its device and redeems it
      Then SEES serves on
