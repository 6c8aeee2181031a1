// The signals by which users and systems end a program.
#pragma once

#include <csignal>

namespace rippletank::cli {

/// Those that end the program: nohup, for one, has SIGHUP ignored.
sigset_t ending_signals();

/// Of a program that a signal has ended: 130 for SIGINT.
int exit_code(int signal);

}  // namespace rippletank::cli
