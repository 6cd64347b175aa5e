// `vigie-stack alerts`: what the alert inbox holds.
#pragma once

#include "console/stack/stack_paths.h"

namespace vigie::stack {

/// The newest `count` messages, oldest first: when, which alert, what became of it and why. As JSON with the message as
/// Discord is sent it. Needs no running stack. The exit code.
int printInbox(const StackPaths& paths, bool json, int count);

}  // namespace vigie::stack
