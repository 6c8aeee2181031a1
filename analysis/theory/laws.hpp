// Laws: what theory can say of a run, each in a file of its own.
#pragma once

#include <optional>
#include <vector>

#include "analysis/theory/prediction.hpp"
#include "analysis/theory/subject.hpp"

namespace rippletank::theory {

/// A law of which a scenario may be an example.
struct Law {
  const char* name;      ///< snake_case
  const char* predicts;  ///< one sentence: what, and for which scenarios
  /// Its predictions, or nothing where it does not apply. Values need not be rounded.
  std::optional<Findings> (*find)(const Subject& subject);
};

#define LAW(name) Law name##_law();
#include "analysis/theory/laws.def"
#undef LAW

/// All of them, in the order of laws.def.
const std::vector<Law>& laws();

/// What all laws that apply say, with rounded values.
///
/// Cost:    linear in peers and connections times what the README says of each law; a few seconds
///          for 60,000 peers.
std::vector<Findings> predict(const Subject& subject);

}  // namespace rippletank::theory
