Feature: Where there is no binding there is no license
  A type 3 request that finds no device under its cookie must not end with a token that any device can redeem.

  @SEQ-38 @SEES-ERR-09
  Rule: A cookie that nobody registered gets nothing unbound

    Scenario: A player skips registration
      Given device A is registered under a cookie and got a license with it
      When device B asks for a title bound to its device without registration
      And both devices try what SEES handed out
      Then nothing unbound reached the player

  @SEQ-39 @EP-REC-29 @SEES-ERR-09
  Rule: A registration that was never redeemed binds nothing

    Scenario: A player never redeems its registration token
      Given device A is registered under a cookie and got a license with it
      And device B got a token URL for registration and never redeems it
      When device B asks for a title bound to its device and both devices try what SEES handed out
      Then nothing unbound reached the player
      And the history names no device for the cookie

  @SEQ-40 @EP-REC-27 @EP-REC-28
  Rule: Only a successful redemption registers

    Scenario Outline: The registration redemption fails: <reason>
      Given device A is registered under a cookie and got a license with it
      And device B redeems its registration token <manner> and is refused
      When device B asks for a title bound to its device
      Then SEES refuses for want of a device
      And the history names no device for the cookie

      Examples:
        | reason        | manner             |
        | bad SPC       | with a bad SPC     |
        | expired token | after it has ended |

  @SEQ-49 @EP-REC-11
  Rule: A record that shows late never leads to an unbound token

    Scenario: The record service lags behind the redemption
      Given device A is registered under a cookie and got a license with it
      And device B is registered while new records stay hidden
      When device B asks for a title bound to its device, and again when the records show
      Then nothing unbound reached the player
      And device B gets its license in the end

  @SEQ-50 @SEES-ERR-12
  Rule: An ExpressPlay that offers no binding gets no fallback

    Scenario: The token service refuses the device restriction
      Given device A is registered under a cookie and got a license with it
      And ExpressPlay refuses device restrictions
      When device A asks for a title bound to its device
      Then SEES grants nothing and asks for no token without the device
