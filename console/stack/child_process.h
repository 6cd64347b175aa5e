// How every child of vigie-stack is started: so that it cannot outlive it.
#pragma once

#include <QProcess>

namespace vigie::stack {

/// Prepares `process` so that its child
/// - leads a session of its own: the terminal's Ctrl-C reaches vigie-stack alone, which stops things in order;
/// - gets `deathSignal` from the kernel when vigie-stack dies, kill -9 included (PR_SET_PDEATHSIG; set after any change
///   of user, which would clear it, and followed by a check that the parent is still there);
/// - starts with default signals, no inherited descriptor but its output, and no standard input.
/// To be started from the main thread: the kernel's promise is about the thread that forked.
void confineChild(QProcess& process, int deathSignal);

}  // namespace vigie::stack
