Feature: A token service in trouble
  SEES can grant only what ExpressPlay gave it. Whatever else comes back, or if nothing does, the player gets a refusal
  and the next one is served again. Each fault lasts for the whole exchange, so that SEES may retry.

  @SEES-ERR-04 @SEES-ERR-05 @SEES-ERR-14
  Rule: An answer that is an error leads to no grant

    Scenario: The token service is out of order
      Given device A got a token URL for registration
      When device A asks for registration while and after the token service answers with
        | answer             |
        | an unknown address |
        | an internal error  |
        | a passing outage   |
      Then SEES grants what is asked afterwards
      And SEES grants nothing meanwhile

  @SEES-ERR-06 @SEES-ERR-14
  Rule: No answer leads to no grant, and SEES does not wait forever

    Scenario: The token service cannot be reached
      Given device A got a token URL for registration
      When device A asks for registration while and after the token service gives
        | no answer                |
        | no connection            |
        | a connection that breaks |
        | silence                  |
      Then SEES grants what is asked afterwards
      And SEES grants nothing in bounded time

  @SEES-ERR-07 @SEES-ERR-14
  Rule: A success without a token URL leads to no grant

    Scenario: The token service answers with something else
      Given device A got a token URL for registration
      When device A asks for registration while the token service answers as if it worked, with
        | body                                 |
        | an empty body                        |
        | a web page                           |
        | a web page with a token URL in it    |
        | a JSON object                        |
        | a JSON object with a token URL in it |
        | a JSON error                         |
        | a text that is no URL                |
        | a token URL without its scheme       |
        | a comment alone                      |
      And device A asks for registration once more
      Then SEES grants what is asked afterwards
      And SEES grants nothing meanwhile

  @SEES-ERR-08
  Rule: The URL is what remains without line ends, blank lines and comments

    Scenario: The token service writes its list in every way there is
      Given device A got a token URL for registration
      When device A asks for registration while the token service
        | writes                                       |
        | ends the line as RFC 2483 has it             |
        | ends the line with a line feed               |
        | puts blank lines around the URL              |
        | puts a comment before the URL                |
        | puts comments and blank lines around the URL |
      Then SEES hands out the URL alone

  # The samples of the documents have a default port in their URLs, and public clients a parameter more.
  @SEES-RES-05
  Rule: The URL is nobody's to tidy up

    Scenario: The token service writes a URL that could be written otherwise
      Given device A got a token URL for registration
      When device A asks for registration while the token service
        | writes                               |
        | writes the default port into the URL |
        | adds another parameter to the URL    |
      Then SEES hands out the URL alone

  # A request that asks for less would be answered.
  @SEES-ERR-05
  Rule: What cannot be bound is not handed out unbound

    Scenario: The token service is out of order when a bound title is asked for
      Given device A got a title bound to its device
      When device A asks for a title bound to its device while the token service answers with
        | answer            |
        | an internal error |
        | a passing outage  |
      Then SEES grants nothing meanwhile

  @SEES-ERR-16
  Rule: The authenticator goes to ExpressPlay and nowhere else

    Scenario: The token service points to another host
      Given device A got a token URL for registration
      When device A asks for registration while the token service sends SEES to another host
        | redirect                       |
        | for this once                  |
        | with the same method           |
        | for good                       |
        | for good, with the same method |
      Then the authenticator is not sent there
