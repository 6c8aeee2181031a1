// What the parameters of churn models have in common: sessions, how they end, and whose they are.
#pragma once

#include "sim/core/distributions.hpp"
#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "sim/workload/churn/daily_pattern.hpp"

namespace rippletank::workload {

/// The base of the parameters of a churn model.
struct SessionParameters {
  core::Distribution session_s;
  double crash_share = 0;
  registry::Model diurnal;
  registry::Model peers;
};

/// Whose choices a scenario can make: those of failures.
const registry::Catalogue& who_comes_and_goes();

/// How long spans are that peers spend online, offline or waiting for each other: a mean of at
/// least a millisecond keeps a run from drowning in comings and goings.
void check_spans(const core::Distribution& spans, const char* key, registry::Reader& reader);

/// Adds the fields of SessionParameters to the table of a churn model; `what_passes`: that follows
/// the daily pattern.
template <class P>
registry::Table<P>&& with_sessions(registry::Table<P>&& table, const char* what_passes) {
  std::move(table)
      .required("session_s", static_cast<core::Distribution P::*>(&P::session_s),
                {.unit = "s",
                 .range = registry::at_least(0),
                 .description = "For how long a peer stays online each time. { \"model\": "
                                "\"measured\", \"of\": NAME } gives what was measured in a "
                                "network."})
      .field("crash_share", static_cast<double P::*>(&P::crash_share),
             {.unit = "ratio",
              .range = registry::between(0, 1),
              .description = "How many of those who go do so without a word, like a crash; others "
                             "tell whoever the protocol says must know."})
      .field("diurnal", static_cast<registry::Model P::*>(&P::diurnal),
             {.description = std::string("Hours of the day at which ") + what_passes +
                             " pass faster than at others: they end when as much of the pattern "
                             "has passed as was drawn. Spans shorter than a day make the share "
                             "that is online in the mean differ from U / (U + D). Left out: "
                             "every hour is like any other.",
              .catalogue = &daily_patterns()})
      .field("peers", static_cast<registry::Model P::*>(&P::peers),
             {.description = "Who comes and goes; others stay. Left out: all but servers, where "
                             "the protocol names peers that are.",
              .catalogue = &who_comes_and_goes()});
  return std::move(table);
}

}  // namespace rippletank::workload
