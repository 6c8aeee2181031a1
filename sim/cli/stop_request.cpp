// Waits for signals on a thread of its own and notes the first.
#include "sim/cli/stop_request.hpp"

#include <unistd.h>

#include <atomic>
#include <system_error>
#include <thread>

#include "sim/cli/ending_signals.hpp"

namespace rippletank::cli {
namespace {

/// The first signal, 0 before. Never destroyed, as a signal may come while the program ends.
std::atomic<int>& first_signal() {
  static auto* const made = new std::atomic<int>(0);
  return *made;
}

std::atomic<bool>& is_deferred() {
  static auto* const made = new std::atomic<bool>(false);
  return *made;
}

void note_signals(sigset_t signals) {
  while (true) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (!is_deferred()) _exit(exit_code(signal));
    int none = 0;
    if (!first_signal().compare_exchange_strong(none, signal)) _exit(exit_code(signal));
  }
}

}  // namespace

StopRequest::StopRequest() {
  const sigset_t signals = ending_signals();
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  try {
    std::thread(note_signals, signals).detach();
  } catch (const std::system_error&) {
    // Without a thread to wait for them, signals end the program as they always do.
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
}

void StopRequest::defer() { is_deferred() = true; }

bool StopRequest::is_made() const { return first_signal() != 0; }

int StopRequest::exit_code() const { return cli::exit_code(first_signal()); }

}  // namespace rippletank::cli
