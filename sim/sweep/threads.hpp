// Threads: workers of this process, each with a place from which its run can be stopped.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "sim/sweep/desk.hpp"
#include "sim/sweep/workplace.hpp"

namespace rippletank::sweep {

/// Threads that play what lies on a desk, until that is closed.
class Threads {
 public:
  /// Fewer than asked for where the system starts no more.
  ///
  /// Errors:  std::system_error if it starts none.
  Threads(Desk& desk, const Playing& playing, unsigned count);
  /// Waits for their ends; the desk must have been closed.
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  void stop_if_over(double limit_s);
  void stop_for_good();

 private:
  std::vector<std::unique_ptr<Workplace>> places_;
  std::vector<std::thread> threads_;
};

/// Closes a desk whatever happens, so that threads come to their end.
class ClosedAtEnd {
 public:
  explicit ClosedAtEnd(Desk& desk) : desk_(desk) {}
  ~ClosedAtEnd() { desk_.close(); }
  ClosedAtEnd(const ClosedAtEnd&) = delete;
  ClosedAtEnd& operator=(const ClosedAtEnd&) = delete;

 private:
  Desk& desk_;
};

}  // namespace rippletank::sweep
