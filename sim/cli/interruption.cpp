// Waits for interrupts on a thread of its own, where cleaning up is allowed.
#include "sim/cli/interruption.hpp"

#include <unistd.h>

#include <csignal>
#include <mutex>
#include <optional>
#include <thread>

namespace rippletank::cli {
namespace {

struct Unfinished {
  std::mutex mutex;
  std::optional<io::UnfinishedFolder> folder;
};

/// Never destroyed, as an interrupt may come while the program ends.
Unfinished& unfinished() {
  static auto* const shared = new Unfinished;
  return *shared;
}

void wait_for(sigset_t signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  // Held to the end, so that nothing is completed that has been half removed.
  const std::lock_guard<std::mutex> lock(unfinished().mutex);
  // Another thread may still be writing: what it adds meanwhile goes with the next attempt.
  constexpr int attempts = 3;
  for (int i = 0; i < attempts && unfinished().folder; ++i) unfinished().folder->remove();
  constexpr int exit_interrupted = 130;
  _exit(exit_interrupted);
}

}  // namespace

Interruption::Interruption() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread(wait_for, signals).detach();
}

void Interruption::clean_up(const io::UnfinishedFolder& folder) {
  const std::lock_guard<std::mutex> lock(unfinished().mutex);
  unfinished().folder = folder;
}

void Interruption::complete(io::ResultFolder& folder) {
  const std::lock_guard<std::mutex> lock(unfinished().mutex);
  folder.commit();
  unfinished().folder.reset();
}

}  // namespace rippletank::cli
