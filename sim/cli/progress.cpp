// Words how far a run is.
#include "sim/cli/progress.hpp"

#include <fmt/format.h>

namespace rippletank::cli {

void Progress::update(double fraction) {
  if (!shown_ || !line_.is_due(std::chrono::milliseconds(100))) return;
  std::string left;
  if (fraction > 0.01) {
    left = ", " + in_words(line_.elapsed_s() * (1 - fraction) / fraction) + " left";
  }
  line_.draw(fmt::format("  {:.0f} %{}", 100 * fraction, left));
}

}  // namespace rippletank::cli
