// The list of laws, and their predictions.
#include "analysis/theory/laws.hpp"

#include "sim/core/check.hpp"

namespace rippletank::theory {

const std::vector<Law>& laws() {
  static const std::vector<Law> all = {
#define LAW(name) name##_law(),
#include "analysis/theory/laws.def"
#undef LAW
  };
  return all;
}

std::vector<Findings> predict(const Subject& subject) {
  std::vector<Findings> all;
  for (const Law& law : laws()) {
    std::optional<Findings> findings = law.find(subject);
    if (!findings) continue;
    RIPPLETANK_CHECK(!findings->predictions.empty(), "a law that applies predicts nothing");
    findings->law = law.name;
    for (Prediction& prediction : findings->predictions) {
      prediction.value = rounded(prediction.value);
      if (prediction.standard_error)
        prediction.standard_error = rounded(*prediction.standard_error);
    }
    all.push_back(std::move(*findings));
  }
  return all;
}

}  // namespace rippletank::theory
