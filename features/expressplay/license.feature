Feature: The ExpressPlay license service
  A token URL takes one SPC by POST and answers with a CKC. Whatever is wrong with the token, the SPC or the request brings no
  CKC, and does no harm to the requests after it. Every request here has a token of its own.

  @EP-LIC-10 @EP-LIC-E4001
  Rule: A body that is no readable SPC brings no license, and the service stays up

    Scenario: Bodies that nobody can read an SPC from
      Given device A got a license with a token of its own
      When device A sends each of these bodies
        | body                                    | code  | or    |
        | there are no bytes                      | -4001 | -6004 |
        | JSON without an SPC                     | -4001 | -6004 |
        | a form without an SPC                   | -4001 | -6004 |
        | it starts like a certificate            | -4001 | -6004 |
        | random bytes as many as an SPC has      | -4001 | -6004 |
        | an SPC whose payload key is garbled     | -4001 |       |
        | it ends inside the field version        | -4001 | -6004 |
        | it ends inside the field reserved       | -4001 | -6004 |
        | it ends inside the field iv             | -4001 | -6004 |
        | it ends inside the field payload-key    | -4001 | -6004 |
        | it ends inside the field certificate-hash | -4001 | -6004 |
        | it ends inside the field payload-length | -4001 | -6004 |
        | it ends inside the field payload        | -4001 | -6004 |
        | 1 MiB of noise                          | -4001 | -6004 |
      And device A redeems a token of its own afterwards
      Then device A gets a license with its sound requests alone

  @EP-LIC-10 @EP-LIC-E4001 @EP-LIC-E6004
  Rule: An SPC that is not authentic, cannot be decrypted or cannot be answered brings no license

    Scenario: SPCs with one flaw each
      Given device A got a license with a token of its own
      When device A sends SPCs with one flaw each
        | flaw                                                   | code  | or    |
        | the version word is 0                                  | -4001 | -6004 |
        | the version word is 4                                  | -4001 | -6004 |
        | the payload length is no multiple of 16                | -4001 | -6004 |
        | the payload length reaches past the end                | -4001 | -6004 |
        | bytes follow the payload                               | -4001 | -6004 |
        | the hash is that of another certificate                | -4001 |       |
        | the payload key cannot be unwrapped                    | -4001 |       |
        | the total length of a block is no multiple of 16       | -4001 | -6004 |
        | a value is longer than its block                       | -4001 | -6004 |
        | the last block reaches past the end of the payload     | -4001 | -6004 |
        | a tag occurs twice                                     | -4001 | -6004 |
        | the block sk-r1 is missing                             | -4001 | -6004 |
        | the block sk-r1-integrity is missing                   | -4001 | -6004 |
        | the block ar-seed is missing                           | -4001 | -6004 |
        | the block r2 is missing                                | -4001 | -6004 |
        | the block return-request is missing                    | -4001 | -6004 |
        | the block asset-id is missing                          | -4001 | -6004 |
        | the block transaction-id is missing                    | -4001 | -6004 |
        | the block protocol-versions-supported is missing       | -4001 | -6004 |
        | the block protocol-version-used is missing             | -4001 | -6004 |
        | R2 has 20 bytes                                        | -4001 | -6004 |
        | the asset id has 1 byte                                | -4001 | -6004 |
        | the asset id has 201 bytes                             | -4001 | -6004 |
        | the integrity bytes are not those of SK_R1             | -4001 |       |
        | the return request names a tag that is not there       | -6004 |       |
      And device A redeems a token of its own afterwards
      Then device A gets a license with its sound requests alone

  @EP-LIC-09 @EP-LIC-E4010
  Rule: A token that ExpressPlay did not issue so brings no license

    Scenario: Tokens that were changed, cut, made up or left out
      Given device A got a license with a token of its own
      When device A redeems tokens with one flaw each
        | flaw                                 | code  |
        | one character in the middle is another | -4010 |
        | a character of no token is put into its middle | -4010 |
        | the second half is cut off           | -4010 |
        | it is a made-up text                 | -4010 |
        | it is empty                          | -4010 |
        | it is missing                        | -4010 |
      And device A redeems a token of its own afterwards
      Then device A gets a license with its sound requests alone

  @EP-LIC-12 @EP-LIC-E6002
  Rule: A token of another DRM or another environment brings no license

    Scenario: Tokens that are good elsewhere
      Given device A got a license with a token of its own
      When device A redeems tokens with one flaw each
        | flaw                         | code  | or    |
        | it is of another DRM         | -6002 | -4010 |
        | it is of another environment | -4010 |       |
      And device A redeems a token of its own afterwards
      Then device A gets a license with its sound requests alone

  @EP-LIC-22
  Rule: A bound token brings no license to an SPC that names no device to rely on

    Scenario: The bound device hides behind an adapter, behind another id, and behind noise
      Given device A holds bound tokens and got a license with the first
      When device A redeems bound tokens by SPCs that name no usable device
        | SPC                                                 | code  |
        | an AV adapter stands for the device                 | -4001 |
        | an AV adapter with an id of its own stands for the device | -4001 |
        | the id is a random one                              | -4001 |
        | the SPC cannot be read                              | -4001 |
      Then device A gets a license with its sound requests alone

  @EP-LIC-23
  Rule: The cookie is the token's

    Scenario: The URL names another cookie beside the token
      Given device A got a license with a token of its own
      When device A redeems tokens with a cookie and without, another cookie written beside them
      Then nothing is registered under the other cookie

  @EP-LIC-20
  Rule: The rental duration of the token reaches the license

    Scenario: A token with a rental of two days
      Given device A got a license with a token of its own
      When device A redeems a token with a rental of 172800 s
      Then the license holds that rental

  @EP-LIC-03 @EP-LIC-04 @EP-LIC-11 @EP-LIC-15 @EP-LIC-17 @EP-LIC-18
  Rule: What the documents leave open about a license request is observed

    Scenario: Requests as some clients send them
      Given device A got a license with a token of its own
      When device A sends its license request in other ways
        | way                             |
        | by GET                          |
        | by GET with its body            |
        | the SPC as base64               |
        | the SPC in a form               |
        | the SPC in JSON                 |
        | no content type                 |
        | a content type for text         |
        | the content type of a form      |
        | another parameter in the query  |
        | the token in a header           |
      And device A redeems the same token twice
      Then it shows what the license service makes of each
