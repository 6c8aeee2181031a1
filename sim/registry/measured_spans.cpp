// Lists measured spans.
#include "sim/registry/measured_spans.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::registry {
namespace {

using core::Lognormal, core::Weibull;

constexpr double minute = 60;

std::vector<MeasuredSpan>::const_iterator find(const std::string& name) {
  const auto& all = measured_spans();
  return std::find_if(all.begin(), all.end(),
                      [&name](const MeasuredSpan& span) { return span.name == name; });
}

std::string description() {
  std::string text = "Which of these, all in seconds:";
  for (const MeasuredSpan& span : measured_spans()) {
    text += fmt::format("{} `{}`, {}", &span == measured_spans().data() ? "" : ";", span.name,
                        span.what);
  }
  return text + ".";
}

void check(const Measured& measured, Reader& reader) {
  if (find(measured.of) != measured_spans().end()) return;
  std::vector<std::string> names;
  for (const MeasuredSpan& span : measured_spans()) names.emplace_back(span.name);
  reader.error_at("of", fmt::format("no measurement is called \"{}\"{}", measured.of,
                                    suggestion(measured.of, names)));
}

}  // namespace

const std::vector<MeasuredSpan>& measured_spans() {
  // Saroiu et al. tell a median only. The shape of 1/2 lies among those of Stutzbach and Rejaie;
  // the scale is then median / (ln 2)^2, the mean 250 min, and a lognormal with this mean and
  // median has sigma = sqrt(2 ln(250 / 60)).
  static const std::vector<MeasuredSpan> all = {
      {"gnutella_2001", Weibull{0.5, 125 * minute},
       "the sessions of Gnutella and Napster, of which a median of 60 min is known (Saroiu et al., "
       "MMCN 2002) and the shape, a weibull of 0.5 with a scale of 125 min, is assumed"},
      {"gnutella_2001_lognormal", Lognormal{60 * minute, 1.69},
       "the same with another assumption, a lognormal with the median of 60 min and about the same "
       "mean, sigma 1.69"},
      {"bittorrent_redhat", Weibull{0.34, 21.3 * minute},
       "the sessions of a swarm of BitTorrent, a weibull of shape 0.34 and scale 21.3 min "
       "(Stutzbach & Rejaie, IMC 2006; that the unit is minutes is from memory)"},
      {"bittorrent_debian", Weibull{0.38, 42.4 * minute},
       "likewise, of another swarm, shape 0.38 and scale 42.4 min"},
      {"bittorrent_flatout", Weibull{0.59, 41.9 * minute},
       "likewise, of a third one, shape 0.59 and scale 41.9 min"},
  };
  return all;
}

Section Measured::section() {
  return Table<Measured>{}
      .required("of", &Measured::of, {.description = description()})
      .check(check);
}

const core::DistributionModel& Measured::seconds() const {
  const auto found = find(of);
  RIPPLETANK_CHECK(found != measured_spans().end(), "a measured span has a known name");
  return found->seconds;
}

}  // namespace rippletank::registry
