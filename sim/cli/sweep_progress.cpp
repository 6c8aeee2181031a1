// Shows how far a sweep is.
#include "sim/cli/sweep_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>

#include "sim/cli/standard_error.hpp"
#include "sim/registry/counts.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::cli {
namespace {

constexpr const char* wipe = "\r\033[K";

}  // namespace

ProgressForm progress_form(const std::string& name, bool quiet) {
  if (name == "json") return ProgressForm::json;
  const bool is_seen = name == "auto" && !quiet && isatty(STDERR_FILENO) == 1;
  return is_seen ? ProgressForm::line : ProgressForm::none;
}

std::string in_words(double seconds) {
  if (seconds < 1) return "less than a second";
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 360000) return fmt::format("{:.1f} h", seconds / 3600);
  return fmt::format("{:.0f} days", seconds / 86400);
}

SweepProgress::~SweepProgress() {
  if (drawn_) say(wipe);
}

void SweepProgress::update(const sweep::Headway& headway) {
  if (form_ == ProgressForm::none) return;
  const Clock::time_point now = Clock::now();
  const std::chrono::milliseconds pause(form_ == ProgressForm::json ? 500 : 100);
  if (now - last_ < pause && headway.done < headway.of) return;
  last_ = now;
  const double elapsed_s = std::chrono::duration<double>(now - start_).count();
  std::optional<double> left_s;
  if (headway.done > 0) {
    left_s = elapsed_s * static_cast<double>(headway.of - headway.done) /
             static_cast<double>(headway.done);
  }
  if (form_ == ProgressForm::json) {
    const registry::Json line = {
        {"event", "progress"},    {"done", headway.done},
        {"of", headway.of},       {"failed", headway.failed},
        {"elapsed_s", elapsed_s}, {"left_s", left_s ? registry::Json(*left_s) : registry::Json()}};
    say(line.dump() + "\n");
    return;
  }
  say(fmt::format(
      "{}  {} of {} runs{}{}", wipe, registry::count_text(headway.done),
      registry::count_text(headway.of),
      headway.failed == 0 ? "" : fmt::format(", {} failed", registry::count_text(headway.failed)),
      left_s ? ", " + in_words(*left_s) + " left" : ""));
  drawn_ = true;
}

}  // namespace rippletank::cli
