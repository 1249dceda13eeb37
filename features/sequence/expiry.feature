Feature: A license in time
  A token carries its end as expirationTime, relative or absolute; where it carries none, thirty days count. From then on
  ExpressPlay gives no license for it.

  @EP-TOK-49
  Rule: An end may be told as a number of seconds or as an instant

    Scenario: A player asks for titles with either form
      When device A asks for a title with a relative expiry
      And device A asks for a title with an absolute expiry
      Then the token service took each form

  @EP-LIC-08 @SEQ-08
  Rule: A token is worth nothing after its expirationTime, and a fresh request works again

    Scenario Outline: Expiry <form>, judged <offset> s from the limit
      Given device A got two token URLs together, their expiry <form>
      And the first is redeemed at once
      When the second is redeemed <offset> s from its limit
      And device A asks afresh and redeems
      Then the late license is <verdict>

      Examples: either side of the limit
        | form     | offset | verdict |
        | relative | -1     | granted |
        | relative | +1     | refused |
        | absolute | -1     | granted |
        | absolute | +1     | refused |

      Examples: the longest expiry there is
        | form       | offset | verdict |
        | thirty-day | -1     | granted |
        | thirty-day | +1     | refused |

  @SEQ-48 @EP-LIC-19
  Rule: Bound and expired is expired

    @EP-LIC-E4010
    Scenario: The right device comes too late
      Given device A holds two token URLs bound to it with an expiry
      And device A got a license with the first
      When the second is redeemed +1 s from its limit
      And device A redeems a token that is bound to nothing
      Then the late license is refused

    Scenario: Another device comes too late
      Given device A holds two token URLs bound to it with an expiry
      And device A got a license with the first
      When device B redeems the second +1 s from its limit
      And device B redeems a bound token of its own
      Then the late license is refused
