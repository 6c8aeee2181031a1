// StatusLine: a line on a terminal that is drawn over and over, and wiped in the end.
#pragma once

#include <chrono>
#include <string>

namespace rippletank::cli {

/// A duration as people say it: `40 s`, `12 min`, `3.5 h`.
std::string in_words(double seconds);

/// Whether anybody sees it: stderr is a terminal.
bool is_seen();

class StatusLine {
 public:
  StatusLine() = default;
  /// Wipes the line.
  ~StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// Whether so much time has passed since this was last so, or since the beginning.
  bool is_due(std::chrono::milliseconds pause);
  double elapsed_s() const;
  void draw(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;

  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace rippletank::cli
