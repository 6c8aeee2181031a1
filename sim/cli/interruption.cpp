// Waits for interrupts on a thread of its own, where cleaning up is allowed.
#include "sim/cli/interruption.hpp"

#include <unistd.h>

#include <csignal>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "sim/cli/ending_signals.hpp"

namespace rippletank::cli {
namespace {

struct Shared {
  std::mutex mutex;
  std::optional<io::Unfinished> unfinished;
};

/// Never destroyed, as an interrupt may come while the program ends.
Shared& shared() {
  static auto* const made = new Shared;
  return *made;
}

void wait_for(sigset_t signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  // Held to the end, so that nothing is completed that has been half removed.
  const std::lock_guard<std::mutex> lock(shared().mutex);
  if (shared().unfinished) shared().unfinished->remove();
  _exit(exit_code(signal));
}

}  // namespace

Interruption::Interruption() {
  const sigset_t signals = ending_signals();
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  try {
    std::thread(wait_for, signals).detach();
  } catch (const std::system_error&) {
    // Without a thread to wait for them, signals end the program as they always do.
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
}

void Interruption::begin(const std::function<io::Unfinished()>& make) {
  const std::lock_guard<std::mutex> lock(shared().mutex);
  shared().unfinished = make();
}

void Interruption::complete(const std::function<void()>& commit) {
  const std::lock_guard<std::mutex> lock(shared().mutex);
  commit();
  shared().unfinished.reset();
}

void Interruption::give_up() {
  const std::lock_guard<std::mutex> lock(shared().mutex);
  if (shared().unfinished) shared().unfinished->remove();
  shared().unfinished.reset();
}

}  // namespace rippletank::cli
