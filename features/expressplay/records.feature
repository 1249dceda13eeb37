Feature: The ExpressPlay record service
  Redemptions leave events. One selector at most says which of them are wanted: none, a cookie, an id, or a window.

  @EP-REC-20 @EP-REC-21 @EP-REC-23
  Rule: A selector brings the most recent events that it fits, and no others

    Scenario: Events of one cookie, of everybody, and by windows
      Given device B left an event under a cookie
      And device B left events under cookies like the one of device A
      And device A left more events under a cookie than are told of at once
      When the records are asked for by the cookie of device A, and by those like it
      And the records are asked for without a selector, by windows, and without a selector again
      Then each answer holds the events that it should

  @EP-REC-22 @EP-REC-24
  Rule: An id brings its event; selectors are not combined

    Scenario: One event by its id, and several selectors at once
      Given device A left an event under a cookie
      When the records are asked for by an id
      And the records are asked for by several selectors at once
      Then each answer holds the events that it should

  @EP-REC-25
  Rule: Without a valid authenticator there are no records

    Scenario: The records of a cookie, asked for by nobody
      Given device A left an event under a cookie
      When the records of that cookie are asked for by its owner and by nobody
      Then nobody but the owner sees them

  @EP-REC-30
  Rule: Records belong to their account

    Scenario: The records of a cookie, asked for by another account
      Given device A left an event under a cookie
      When the records of that cookie are asked for by its owner and by another account
      Then nobody but the owner sees them
