// Draws a line of progress.
#include "sim/cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "sim/cli/standard_error.hpp"

namespace rippletank::cli {
namespace {

constexpr const char* wipe_line = "\r\033[K";

std::string duration(double seconds) {
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

Progress::Progress(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (drawn_) say(wipe_line);
}

void Progress::update(double fraction) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  const double elapsed_s = std::chrono::duration<double>(now - start_).count();
  std::string left;
  if (fraction > 0.01) left = ", " + duration(elapsed_s * (1 - fraction) / fraction) + " left";
  say(fmt::format("{}  {:.0f} %{}", wipe_line, 100 * fraction, left));
  drawn_ = true;
}

}  // namespace rippletank::cli
