// Words how far a sweep is.
#include "sim/cli/sweep_progress.hpp"

#include <fmt/format.h>

#include <optional>

#include "sim/cli/standard_error.hpp"
#include "sim/registry/counts.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::cli {

ProgressForm progress_form(const std::string& name, bool quiet) {
  if (name == "json") return ProgressForm::json;
  return name == "auto" && !quiet && is_seen() ? ProgressForm::line : ProgressForm::none;
}

void SweepProgress::update(const sweep::Headway& headway) {
  if (form_ == ProgressForm::none) return;
  const std::chrono::milliseconds pause(form_ == ProgressForm::json ? 500 : 100);
  if (!line_.is_due(pause) && headway.done < headway.of) return;
  const double elapsed_s = line_.elapsed_s();
  std::optional<double> left_s;
  if (headway.done > 0) {
    left_s = elapsed_s * static_cast<double>(headway.of - headway.done) /
             static_cast<double>(headway.done);
  }
  if (form_ == ProgressForm::json) {
    const registry::Json line = {
        {"event", "progress"},    {"done", headway.done},
        {"of", headway.of},       {"failed", headway.failed},
        {"elapsed_s", elapsed_s}, {"left_s", registry::number_or_null(left_s)}};
    say(line.dump() + "\n");
    return;
  }
  line_.draw(fmt::format(
      "  {} of {} runs{}{}", registry::count_text(headway.done), registry::count_text(headway.of),
      headway.failed == 0 ? "" : fmt::format(", {} failed", registry::count_text(headway.failed)),
      left_s ? ", " + in_words(*left_s) + " left" : ""));
}

}  // namespace rippletank::cli
