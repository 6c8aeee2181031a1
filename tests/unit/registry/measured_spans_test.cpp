// Tests the names of measured spans against the figures that were published.
#include "sim/registry/measured_spans.hpp"

#include <cmath>
#include <string>

#include "sim/registry/quantity.hpp"
#include "tests/catch.hpp"

namespace measured_spans_test {

using namespace rippletank;
using registry::Json;

namespace {

std::string mistakes(const Json& value, const std::string& unit, core::Distribution& read) {
  registry::Reader reader("");
  const registry::Type type = registry::Codec<core::Distribution>::type({.unit = unit});
  registry::Codec<core::Distribution>::read(value, read, type, reader);
  return reader.diagnostics().empty() ? "" : reader.diagnostics().front().message;
}

core::Distribution measured(const char* name) {
  core::Distribution read;
  CHECK(mistakes({{"model", "measured"}, {"of", name}}, "s", read).empty());
  return read;
}

double minutes(double seconds) { return std::round(seconds / 60 * 10) / 10; }

}  // namespace

TEST_CASE("measured sessions have the means and medians that were published") {
  struct Figures {
    const char* name;
    double mean_min;
    double median_min;
  };
  for (const Figures& figures :
       {Figures{"bittorrent_redhat", 118.8, 7.2}, Figures{"bittorrent_debian", 163.4, 16.2},
        Figures{"bittorrent_flatout", 64.5, 22.5}}) {
    CAPTURE(figures.name);
    const core::Distribution sessions = measured(figures.name);
    CHECK(minutes(sessions.mean()) == figures.mean_min);
    // 7.25 min is told as 7.2, and rounds to 7.2 or 7.3.
    CHECK(std::abs(sessions.quantile(0.5) / 60 - figures.median_min) < 0.051);
  }
  CHECK(minutes(measured("gnutella_2001").quantile(0.5)) == 60.1);
  CHECK(minutes(measured("gnutella_2001").mean()) == 250);
  CHECK(minutes(measured("gnutella_2001_lognormal").quantile(0.5)) == 60);
  CHECK(std::abs(minutes(measured("gnutella_2001_lognormal").mean()) - 250) < 1);
}

TEST_CASE("measured spans are seconds, and have names") {
  core::Distribution read;
  const Json gnutella = {{"model", "measured"}, {"of", "gnutella_2001"}};
  CHECK(mistakes(gnutella, "ms", read) ==
        "expected another distribution, as what is measured is in seconds and this is in ms");
  CHECK(mistakes({{"model", "measured"}, {"of", "gnutella_2002"}}, "s", read) ==
        "no measurement is called \"gnutella_2002\"; did you mean \"gnutella_2001\"?");
}

}  // namespace measured_spans_test
