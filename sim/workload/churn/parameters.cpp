// Checks what the parameters of churn models have in common.
#include "sim/workload/churn/parameters.hpp"

#include <fmt/format.h>

#include "sim/failures/catalogue.hpp"

namespace rippletank::workload {

const registry::Catalogue& who_comes_and_goes() { return failures::peer_choices(); }

void check_spans(const core::Distribution& spans, const char* key, registry::Reader& reader) {
  constexpr double least_s = 0.001;
  if (spans.mean() >= least_s) return;
  reader.error_at(key, fmt::format("expected a mean of at least {} [s], as peers would come and go "
                                   "without end, got {}",
                                   least_s, spans.mean()));
}

}  // namespace rippletank::workload
