// Adds predictions to summaries.
#include "analysis/theory/addition.hpp"

#include <vector>

#include "analysis/theory/laws.hpp"
#include "analysis/theory/report.hpp"

namespace rippletank::theory {

std::string add_if_wanted(const scenario::Scenario& scenario, const run::Outcome& outcome,
                          registry::Json& summary) {
  if (!scenario.measure.theory.value_or(false)) return {};
  const std::vector<Findings> findings = predict({scenario, outcome});
  summary["theory"] = to_json(findings);
  return "\n" + (findings.empty() ? nothing_applies() : to_text(findings, true));
}

}  // namespace rippletank::theory
