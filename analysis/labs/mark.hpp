// Mark: answers beside what the simulator says, and why.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/labs/answers.hpp"
#include "analysis/labs/plays.hpp"

namespace rippletank::labs {

enum class Verdict : std::uint8_t { right, wrong, missing };

std::string_view verdict_name(Verdict verdict);

/// What has become of one answer.
struct Mark {
  std::string question;
  registry::Json given;     ///< null: none
  registry::Json expected;  ///< a number as it was measured, or the name of a choice
  std::string unit;
  std::int64_t points = 0;
  std::int64_t of = 0;
  Verdict verdict = Verdict::missing;
  std::string reason;       ///< why it is right, or why it is not
  bool is_typical = false;  ///< a mistake that the lab knows; else `reason` tells what is right
};

/// The right answer to a question in these runs.
///
/// Errors:  InputError of the lab, if it has none: no such value, or two choices are alike.
registry::Json right_answer(const Question& question, Plays& plays);

/// Marks all answers. Each run is played at most once, into a folder of its own below `folder`,
/// which is the caller's.
std::vector<Mark> mark(const Answers& answers, const std::filesystem::path& folder);

/// The same with runs of these numbers that may have been played already.
std::vector<Mark> mark(const Answers& answers, Plays& plays);

}  // namespace rippletank::labs
