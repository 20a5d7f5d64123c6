/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-db-messages.h"

#include <glib/gi18n-lib.h>

/**
 * cony_db_messages:
 *
 * What the functions of the database say when they refuse something, %NULL-terminated.  The
 * sentences are fixed, so that each is a msgid: cony-statement.c translates the one that arrives.
 * A test holds this list equal to the functions of data/sql.
 */
const char * const cony_db_messages[] = {
  N_("A login has lower-case letters, digits, \"_\" and \".\", and begins with a letter."),
  N_("A new key is already on its way."),
  N_("A number in the event is out of range."),
  N_("A PIN has four digits."),
  N_("A reason is needed."),
  N_("A refill cannot go from its state to this one."),
  N_("An event that the kitchen sees carries no telephone and no payment."),
  N_("An order is due within a day, and late after it is due."),
  N_("An order has between 1 and 50 lines."),
  N_("An order without an approved voucher needs a reason."),
  N_("Names that begin with \"_\" are reserved."),
  N_("Nobody can disable their own account."),
  N_("Only a superadmin manages admin accounts."),
  N_("The \"subtipo\" is a text of up to 50 characters."),
  N_("The action has no key."),
  N_("The amount is out of range."),
  N_("The change of this order must be confirmed first."),
  N_("The customer has no name."),
  N_("The event is longer than 2000 characters."),
  N_("The event is not a JSON object."),
  N_("The event is not valid JSON."),
  N_("The event needs a \"tipo\" of 1 to 50 characters."),
  N_("The events are not a JSON array."),
  N_("The image is larger than 5 MB."),
  N_("The key of the event is not a UUID."),
  N_("The key was already used for something else."),
  N_("The message is empty."),
  N_("The operation number is missing."),
  N_("The password is not a SCRAM-SHA-256 verifier."),
  N_("The person has no name."),
  N_("The PIN is wrong."),
  N_("The quantity must be between 0.01 and 9999."),
  N_("The quantity must be between 1 and 99."),
  N_("The receipt is not a PNG, JPEG or WebP image."),
  N_("The text has control characters."),
  N_("The text is too long."),
  N_("There is no such alert."),
  N_("There is no such branch."),
  N_("There is no such channel."),
  N_("There is no such confirmation."),
  N_("There is no such group."),
  N_("There is no such line."),
  N_("There is no such order."),
  N_("There is no such person."),
  N_("There is no such priority."),
  N_("There is no such product."),
  N_("There is no such refill."),
  N_("There is no such supply."),
  N_("There is no such voucher."),
  N_("There is no valid key to sign with."),
  N_("This event is never stored."),
  N_("This login is already taken."),
  N_("This operation number already paid another order."),
  N_("This order has changed in the meantime."),
  N_("This order is no longer pending."),
  N_("This refill has changed in the meantime."),
  N_("This voucher was already reviewed."),
  N_("Too many events in one call."),
  N_("Too many wrong PINs. Wait five minutes."),
  N_("Your role may not do this."),
  N_("Your role may not post this event."),
  NULL,
};
