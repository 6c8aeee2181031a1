// Predictions as a page of text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/theory/laws.hpp"
#include "analysis/theory/report.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/readable.hpp"

namespace rippletank::theory {
namespace {

using registry::wrapped;

constexpr std::size_t screen_columns = 80;

std::string readable(double value, const std::string& unit) {
  if (unit == "ratio") {
    // Below what two decimals show, such as of errors, the first digits.
    constexpr double shown = 1e-4;
    const bool is_small = value != 0 && std::abs(value) < shown;
    return (is_small ? fmt::format("{:.2g}", 100 * value) : run::readable_number(100 * value, 2)) +
           " %";
  }
  constexpr double written_whole = 1000;
  if (value == std::floor(value) || std::abs(value) >= written_whole) {
    return run::readable_count(value);
  }
  return fmt::format("{:.5g}", value);
}

/// How a value relates to what is counted: `≤ 40`.
std::string signed_value(const Prediction& prediction) {
  const std::string value = readable(prediction.value, prediction.unit);
  switch (prediction.strength) {
    case Strength::upper_bound:
      return "≤ " + value;
    case Strength::lower_bound:
      return "≥ " + value;
    case Strength::asymptotic:
      return "≈ " + value;
    case Strength::exact:
    case Strength::expectation:
      break;
  }
  return value;
}

/// Apart from what rounding to nine digits makes.
bool are_equal(double a, double b) {
  constexpr double rounding = 1e-8;
  return std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

std::string difference(const Prediction& prediction) {
  if (!prediction.simulated) return {};
  const double counted = *prediction.simulated;
  const double value = prediction.value;
  if (are_equal(counted, value)) return "none";
  const bool is_bound =
      prediction.strength == Strength::upper_bound || prediction.strength == Strength::lower_bound;
  if (is_bound) {
    const bool is_more = counted > value;
    if (is_more == (prediction.strength == Strength::lower_bound)) return "holds";
    constexpr double errors = 3;
    const double by_chance = errors * prediction.standard_error.value_or(0);
    return std::abs(counted - value) <= by_chance ? "within chance" : "does not hold";
  }
  // Nothing is a percentage of 0.
  if (value == 0) return fmt::format("{:+.4g}", counted);
  const double percent = 100 * (counted - value) / value;
  constexpr double shown_as_zero = 0.005;
  if (std::abs(percent) < shown_as_zero) return "< 0.01 %";
  return fmt::format("{:+.{}f} %", percent, std::abs(percent) < 100 ? 2 : 0);
}

/// Units that the words do not tell already.
std::string label(const Prediction& prediction) {
  const std::set<std::string> told = {"",     "ratio", "peers", "messages",
                                      "hops", "steps", "pairs", "connections"};
  if (told.count(prediction.unit) > 0 ||
      prediction.quantity.find("per second") != std::string::npos) {
    return prediction.quantity;
  }
  return prediction.quantity + ", " + prediction.unit;
}

/// Signs are wider in bytes than on a terminal.
std::string right(const std::string& text, std::size_t columns) {
  const std::size_t used = registry::display_columns(text);
  return std::string(columns > used ? columns - used : 1, ' ') + text;
}

std::string row(const std::string& quantity, const std::string& value, const std::string& counted,
                const std::string& apart) {
  constexpr std::size_t label_columns = 38;
  constexpr std::size_t value_columns = 13;
  std::string text;
  if (registry::display_columns(quantity) >= label_columns) {
    text = wrapped(quantity, 2, screen_columns) + std::string(2, ' ') + right("", label_columns);
  } else {
    text = fmt::format("  {:<{}}", quantity, label_columns);
  }
  text += right(value, value_columns) + right(counted, value_columns) + right(apart, value_columns);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string rows_of(const Prediction& prediction, bool played) {
  // What is counted in a network can be told without a run, but there is no column for it then.
  if (!played) return row(label(prediction), signed_value(prediction), "", "");
  const std::string counted =
      prediction.simulated ? readable(*prediction.simulated, prediction.unit) : "-";
  std::string text =
      row(label(prediction), signed_value(prediction), counted, difference(prediction));
  if (prediction.simulated && prediction.standard_error.value_or(0) > 0) {
    const std::string error = readable(*prediction.standard_error, prediction.unit);
    text += row("  which chance moves by", "", "± " + error, "");
  }
  return text;
}

/// Why something was not counted, each reason once.
std::string reasons(const Findings& findings) {
  std::vector<std::string> all;
  for (const Prediction& prediction : findings.predictions) {
    if (prediction.simulated) continue;
    if (std::find(all.begin(), all.end(), prediction.why_not) == all.end()) {
      all.push_back(prediction.why_not);
    }
  }
  return fmt::format("{}", fmt::join(all, "; "));
}

std::string table(const Findings& findings, bool played) {
  std::string text = findings.title + "\n";
  text += row("", "predicted", played ? "counted" : "", played ? "difference" : "");
  for (const Prediction& prediction : findings.predictions) text += rows_of(prediction, played);
  const std::string not_counted = reasons(findings);
  if (played && !not_counted.empty())
    text += wrapped("Not counted: " + not_counted + ".", 2, screen_columns);
  text +=
      wrapped(fmt::format("Assumes: {}", fmt::join(findings.assumptions, " ")), 2, screen_columns);
  if (!findings.violations.empty()) {
    text += wrapped(fmt::format("Not so here: {}", fmt::join(findings.violations, " ")), 2,
                    screen_columns);
  }
  return text +
         wrapped(fmt::format("Source: {}", fmt::join(findings.sources, "; ")), 2, screen_columns);
}

/// What signs and differences mean, if there are any.
std::string legend(const std::vector<Findings>& findings, bool played) {
  const auto any = [&](auto is_so) {
    return std::any_of(findings.begin(), findings.end(), [&](const Findings& one) {
      return std::any_of(one.predictions.begin(), one.predictions.end(), is_so);
    });
  };
  const auto is = [](Strength strength) {
    return [strength](const Prediction& prediction) { return prediction.strength == strength; };
  };
  std::vector<std::string> signs;
  if (any(is(Strength::asymptotic))) signs.emplace_back("≈ the better the larger the network");
  if (any(is(Strength::upper_bound))) signs.emplace_back("≤ at most");
  if (any(is(Strength::lower_bound))) signs.emplace_back("≥ at least");
  const auto differs = [](const Prediction& prediction) {
    return difference(prediction).find('%') != std::string::npos;
  };
  if (played && any(differs)) signs.emplace_back("differences in percent of what was predicted");
  if (signs.empty()) return {};
  return "\n" + wrapped(fmt::format("{}", fmt::join(signs, "; ")), 0, screen_columns);
}

}  // namespace

std::string to_text(const std::vector<Findings>& findings, bool played) {
  std::string text;
  for (const Findings& one : findings) text += (text.empty() ? "" : "\n") + table(one, played);
  return text + legend(findings, played);
}

std::string nothing_applies() {
  std::string text = "No law applies to this scenario. There are:\n\n";
  for (const Law& law : laws()) {
    text += wrapped(law.name, 2, screen_columns) + wrapped(law.predicts, 6, screen_columns);
  }
  return text;
}

}  // namespace rippletank::theory
