// Waits for interrupts on a thread of its own, where cleaning up is allowed.
#include "sim/cli/interruption.hpp"

#include <unistd.h>

#include <csignal>
#include <memory>
#include <mutex>
#include <thread>

namespace rippletank::cli {
namespace {

struct Unfinished {
  std::mutex mutex;
  std::filesystem::path folder;
};

Unfinished& unfinished() {
  static Unfinished shared;
  return shared;
}

void wait_for(sigset_t signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  const std::lock_guard<std::mutex> lock(unfinished().mutex);
  std::error_code ignored;
  // Another thread may still be writing: what it adds meanwhile goes with the next attempt.
  constexpr int attempts = 3;
  for (int i = 0; i < attempts && !unfinished().folder.empty(); ++i) {
    std::filesystem::remove_all(unfinished().folder, ignored);
  }
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

void Interruption::clean_up(const std::filesystem::path& folder) {
  const std::lock_guard<std::mutex> lock(unfinished().mutex);
  unfinished().folder = folder;
}

}  // namespace rippletank::cli
