// Draws and wipes a line.
#include "sim/cli/status_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "sim/cli/standard_error.hpp"

namespace rippletank::cli {
namespace {

constexpr const char* wipe = "\r\033[K";

}  // namespace

std::string in_words(double seconds) {
  if (seconds < 1) return "less than a second";
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 360000) return fmt::format("{:.1f} h", seconds / 3600);
  return fmt::format("{:.0f} days", seconds / 86400);
}

bool is_seen() { return isatty(STDERR_FILENO) == 1; }

StatusLine::~StatusLine() {
  if (drawn_) say(wipe);
}

bool StatusLine::is_due(std::chrono::milliseconds pause) {
  const Clock::time_point now = Clock::now();
  if (now - last_ < pause) return false;
  last_ = now;
  return true;
}

double StatusLine::elapsed_s() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void StatusLine::draw(const std::string& text) {
  say(wipe + text);
  drawn_ = true;
}

}  // namespace rippletank::cli
