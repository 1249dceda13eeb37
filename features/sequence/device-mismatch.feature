Feature: A bound license for the wrong device
  The token names the device that registered. ExpressPlay compares it with the device id in the SPC (arrow B15) and gives a
  license only if they are equal.

  @SEQ-33 @SEQ-35 @SEQ-42 @EP-LIC-06
  Rule: A token bound to one device gives no license to another

    Scenario: The bound token URL travels to a second device
      Given device A holds two token URLs bound to it
      And device A got a license with the first
      When device B redeems the second
      And device B redeems a bound token of its own
      Then device B gets a license with its own alone

    Scenario Outline: The ids of two devices agree in their <part>
      Given device A holds two token URLs bound to it
      And device A got a license with the first
      When device S, whose id shares the <part> with device A, redeems the second
      And device S redeems a bound token of its own
      Then device S gets a license with its own alone

      Examples:
        | part           |
        | first 19 bytes |
        | last 19 bytes  |
        | two ends       |

    Scenario: A device comes back with another id
      Given device A holds two token URLs bound to it
      And device A got a license with the first
      When device A redeems the second with a changed HU
      And device A redeems a token that is bound to nothing
      Then device A gets no license with the changed HU

  @EP-LIC-16
  Rule: What the client writes beside the token changes nothing

    Scenario Outline: The query names the second device as <name>
      Given device A holds two token URLs bound to it
      And device A got a license with the first
      When device B redeems the second with its own id added as <name>
      And device B redeems a bound token of its own
      Then device B gets a license with its own alone

      Examples:
        | name      |
        | deviceid  |
        | device_id |
        | deviceId  |

  @SEQ-41
  Rule: Another client's cookie does not help

    Scenario: A player asks with the cookie of another player
      Given device A is registered under a cookie
      And device B is registered under a cookie and got a license with it
      When device B asks for a title bound to its device with the cookie of device A
      And device B tries what SEES handed out
      Then device B gets no license by that cookie
