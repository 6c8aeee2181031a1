// Tells which signals end the program.
#include "sim/cli/ending_signals.hpp"

#include <initializer_list>

namespace rippletank::cli {

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) sigaddset(&signals, signal);
  }
  return signals;
}

int exit_code(int signal) {
  constexpr int by_signal = 128;
  return by_signal + signal;
}

}  // namespace rippletank::cli
