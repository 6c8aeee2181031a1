// The version of the model: what must be raised when an unchanged scenario gives other numbers.
#pragma once

namespace rippletank::run {

/// Part of the identity of a run, so that a sweep does not mix numbers of different models: raise
/// it when a fingerprint in tests/fingerprints.csv changes although its scenario did not.
inline constexpr int model_version = 1;

}  // namespace rippletank::run
