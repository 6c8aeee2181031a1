// The summary of a run as a page of text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "sim/measure/hops_over_queries.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/headline.hpp"
#include "sim/run/readable.hpp"
#include "sim/run/steady_state.hpp"
#include "sim/run/summary.hpp"

namespace rippletank::run {
namespace {

using measure::HopCount;
using registry::Json;
using registry::wrapped;

constexpr std::size_t width = 80;

/// Looks headline numbers up by name.
class Headline {
 public:
  explicit Headline(const Outcome& outcome) {
    for (const Metric& metric : metrics()) values_[metric.name] = metric.value(outcome);
  }

  /// The value of a metric as people read it, or a dash when there is none.
  std::string count(const char* name) const {
    const Json& value = values_.at(name);
    return value.is_null() ? "-" : readable_count(value.get<double>());
  }
  /// The value with its noun in the right number: `1 query`.
  std::string counted(const char* name, const char* one, const char* many) const {
    return fmt::format("{}{}{}", count(name), registry::no_break, value(name) == 1 ? one : many);
  }
  std::string share(const char* name) const {
    const Json& value = values_.at(name);
    return value.is_null() ? "-" : fmt::format("{:.2f} %", 100 * value.get<double>());
  }
  std::string number(const char* name, int decimals) const {
    const Json& value = values_.at(name);
    return value.is_null() ? "-" : readable_number(value.get<double>(), decimals);
  }
  std::string bytes(const char* name) const {
    return readable_bytes(values_.at(name).get<double>());
  }
  bool has(const char* name) const { return !values_.at(name).is_null(); }
  double value(const char* name) const { return values_.at(name).get<double>(); }

 private:
  Json values_;
};

/// Name and seed on one line if they fit, else below each other.
std::string title(const scenario::Scenario& scenario, const Outcome& outcome) {
  const std::string seed = fmt::format("seed {}", outcome.seed);
  std::string text;
  if (scenario.name.size() + 2 + seed.size() <= width) {
    text = fmt::format("{}{:>{}}\n", scenario.name, seed, width - scenario.name.size());
  } else {
    text = wrapped(scenario.name, 0, width) + fmt::format("{:>{}}\n", seed, width);
  }
  if (!scenario.description.empty()) text += wrapped(scenario.description, 2, width);
  return text;
}

std::string set_up(const scenario::Scenario& scenario, const Outcome& outcome,
                   const Headline& headline) {
  const std::string connections =
      outcome.measures.connections
          ? headline.counted("connections", "pair of addresses", "pairs of addresses")
          : headline.counted("connections", "connection", "connections");
  const std::string queries =
      scenario.queries ? headline.counted("queries", "query", "queries") + "; " : "";
  const std::string text = fmt::format(
      "{} over {}: {}, {}; {}virtual time ended at {}{}s", scenario.overlay.protocol.entry->name,
      scenario.overlay.topology.entry->name, headline.counted("peers", "peer", "peers"),
      connections, queries, headline.number("end_s", 3), registry::no_break);
  return wrapped(text, 2, width);
}

std::string table_row(const std::string& label, const std::string& value,
                      const std::string& meaning) {
  return fmt::format("  {:<18}{:>14}   {}\n", label, value, meaning);
}

/// Messages that did not arrive, by reason, as messages.csv counts them.
std::string dropped_rows(const std::string& all, const Outcome& outcome) {
  std::vector<std::pair<std::string, std::string>> reasons;
  for (std::size_t reason = 0; reason < measure::drop_reasons; ++reason) {
    std::uint64_t dropped = 0;
    for (const measure::MessageCount& count : outcome.measures.messages) {
      dropped += count.dropped[reason];
    }
    if (dropped == 0) continue;
    std::string words = measure::drop_reason_names[reason];
    std::replace(words.begin(), words.end(), '_', ' ');
    reasons.emplace_back(readable_count(static_cast<double>(dropped)), words);
  }
  const std::string meaning = "messages that did not arrive: ";
  if (reasons.size() == 1) return table_row("dropped", all, meaning + reasons.front().second);
  std::string text = table_row("dropped", all, meaning + "of these");
  for (const auto& [count, reason] : reasons) text += table_row("", count, reason);
  return text;
}

/// What was found and fetched, where something could be.
std::string success(const Headline& headline, bool could_find) {
  std::string text;
  if (could_find || headline.has("first_hit_ms_mean")) {
    const std::string after =
        headline.has("first_hit_ms_mean")
            ? fmt::format(", after {} ms, mean", headline.number("first_hit_ms_mean", 1))
            : "";
    text += table_row("answered", headline.share("answered_share"), "of the queries" + after);
  }
  if (headline.value("downloads") > 0) {
    const std::string after =
        headline.has("download_ms_mean")
            ? fmt::format(", after {} s, mean",
                          readable_number(headline.value("download_ms_mean") / 1000, 1))
            : "";
    text += table_row("downloads", headline.count("downloads_complete"),
                      fmt::format("complete of {}{}", headline.count("downloads"), after));
  }
  return text;
}

bool all_stay(const Headline& headline) {
  return !headline.has("online_share") || headline.value("online_share") == 1;
}

/// Nothing where everybody is there all the time.
std::string presence(const Headline& headline) {
  if (all_stay(headline)) return {};
  return table_row("online", headline.share("online_share"), "of the time, mean over all peers");
}

/// How far queries got. What depends on there being several is said only when there are.
std::string spreading(const Headline& headline) {
  const bool several = headline.value("queries") > 1;
  const std::string reach_range = fmt::format("peers, mean ({} to {})", headline.count("reach_min"),
                                              headline.count("reach_max"));
  const std::string longest =
      fmt::format("mean; longest {} ms", headline.number("last_reach_ms_max", 1));
  std::string text;
  text += table_row("reach", headline.count("reach_mean"),
                    several ? reach_range : "peers that got the query");
  text +=
      table_row("coverage", headline.share("coverage_mean"),
                all_stay(headline) ? "of all other peers" : "of the other peers that were online");
  text += table_row("hops", headline.number("hops_mean", 2),
                    fmt::format("mean to a reached peer; most {}", headline.count("hops_max")));
  if (headline.has("stretch_mean")) {
    text += table_row("stretch", headline.number("stretch_mean", 2),
                      "times the delay of the straight way, mean");
  }
  if (headline.has("path_links_mean")) {
    text += table_row("path", headline.number("path_links_mean", 1),
                      "physical links to a reached peer, mean");
  }
  text += table_row("last reached", headline.number("last_reach_ms_mean", 1) + " ms",
                    several ? longest : "after the start");
  return text;
}

/// What was sent, whether because of queries or not.
std::string traffic(const Headline& headline, const Outcome& outcome) {
  std::string text;
  if (headline.value("downloaded_bytes") > 0) {
    text +=
        table_row("downloaded", headline.bytes("downloaded_bytes"), "of files, besides messages");
  }
  text += table_row("messages", headline.count("messages"),
                    headline.value("queries") > 1
                        ? fmt::format("in all; {} per query", headline.count("messages_per_query"))
                        : "sent over connections");
  if (headline.value("queries") > 0) {
    text += table_row("duplicates", headline.share("duplicate_share"),
                      fmt::format("of copies that arrived ({})", headline.count("duplicates")));
  }
  text +=
      table_row("bytes", headline.bytes("bytes"),
                fmt::format("messages; plus {} TCP/IP headers", headline.bytes("tcp_ip_bytes")));
  text += table_row("busiest peer", headline.bytes("peer_bytes_max"), "in and out");
  if (headline.value("in_flight") > 0) {
    text += table_row("in flight", headline.count("in_flight"), "messages cut off by the horizon");
  }
  if (headline.value("dropped") > 0) {
    text += dropped_rows(headline.count("dropped"), outcome);
  }
  return text;
}

std::string server_line(const measure::ServerRecord& server, const Outcome& outcome) {
  const core::Time end = outcome.online;
  std::string text =
      fmt::format("server {}: {:.1f}{}% busy", outcome.network.peer_name(server.server),
                  100 * server.utilisation(end).value_or(0), registry::no_break);
  if (const auto response_ms = server.response_ms_mean()) {
    text += fmt::format(", answers after {}{}ms, mean", readable_number(*response_ms, 1),
                        registry::no_break);
  }
  return wrapped(text, 2, width);
}

/// A line for each server, or one for the busiest of many.
std::string servers(const Outcome& outcome) {
  constexpr std::size_t most_lines = 5;
  const std::vector<measure::ServerRecord>& all = outcome.measures.servers;
  if (all.empty()) return {};
  if (all.size() > most_lines) {
    const auto utilisation = [&](const measure::ServerRecord& server) {
      return server.utilisation(outcome.online).value_or(0);
    };
    const auto busiest = std::max_element(
        all.begin(), all.end(),
        [&](const auto& one, const auto& other) { return utilisation(one) < utilisation(other); });
    return "\n" + wrapped(fmt::format("{} servers; the busiest:", all.size()), 2, width) +
           server_line(*busiest, outcome);
  }
  std::string text = "\n";
  for (const measure::ServerRecord& server : all) text += server_line(server, outcome);
  return text;
}

/// The value of a figure with its unit, as people read it.
std::string readable(const measure::Figure& figure) {
  const Json value = value_of(figure);
  if (value.is_null()) return "-";
  const auto number = value.get<double>();
  const std::string_view unit = figure.unit;
  if (unit == "bytes") return readable_bytes(number);
  if (unit == "ratio") return fmt::format("{:.2f} %", 100 * number);
  const std::string digits = value.is_number_float() && number < 1000 ? readable_number(number, 2)
                                                                      : readable_count(number);
  return unit.empty() ? digits : fmt::format("{} {}", digits, unit);
}

/// The protocol's own figures, by the names that summary.json defines.
std::string own_figures(const Outcome& outcome) {
  std::string text;
  for (const measure::Figure& figure : outcome.measures.figures) {
    text += fmt::format("  {:<38}{:>38}\n", figure.name, readable(figure));
  }
  return text.empty() ? text : "\n" + text;
}

std::string hop_row(const std::string& label, const HopCount& count, double queries,
                    double longest_bar_value) {
  constexpr double bar_columns = 28;
  const double reached = static_cast<double>(count.peers_reached) / queries;
  std::string row = fmt::format("  {:>5}{:>12}{:>13}{:>13}", label, readable_count(reached),
                                readable_count(static_cast<double>(count.messages) / queries),
                                readable_count(static_cast<double>(count.duplicates) / queries));
  const double columns = longest_bar_value > 0 ? bar_columns * reached / longest_bar_value : 0;
  const std::string drawn = bar(columns);
  if (!drawn.empty()) row += "   " + drawn;
  return row + "\n";
}

/// Per hop and per query; a long tail of hops is drawn together.
std::string histogram(const Outcome& outcome) {
  constexpr std::size_t most_hops = 20;
  const std::vector<HopCount> hops = measure::hops_over_queries(outcome.measures.queries);
  if (hops.size() < 2) return {};
  const auto queries = static_cast<double>(outcome.measures.queries.size());
  double most = 0;
  for (const HopCount& count : hops) {
    most = std::max(most, static_cast<double>(count.peers_reached) / queries);
  }
  const bool several = outcome.measures.queries.size() > 1;
  std::string text = fmt::format("\n  {:>5}{:>12}{:>13}{:>13}   {}\n", "hop", "reached", "messages",
                                 "duplicates", several ? "reached, mean per query" : "reached");
  const std::size_t rows = hops.size() - 1 > most_hops ? most_hops - 1 : hops.size() - 1;
  for (std::size_t hop = 1; hop <= rows; ++hop) {
    text += hop_row(std::to_string(hop), hops[hop], queries, most);
  }
  if (rows + 1 < hops.size()) {
    HopCount rest;
    for (std::size_t hop = rows + 1; hop < hops.size(); ++hop) rest += hops[hop];
    text += hop_row(fmt::format("{}+", rows + 1), rest, queries, 0);
  }
  return text;
}

std::string why_no_query(const scenario::Scenario& scenario) {
  if (!scenario.queries) return "No query was counted. Add a \"queries\" section to the scenario.";
  const std::string until = scenario.horizon_s ? " and before the horizon" : "";
  return "No query was counted: none started after the warm-up" + until + ".";
}

}  // namespace

std::string summary_text(const scenario::Scenario& scenario, const Outcome& outcome) {
  const Headline headline(outcome);
  std::string text = title(scenario, outcome) + set_up(scenario, outcome, headline);
  for (const std::string& note : outcome.network.notes) text += wrapped("note: " + note, 2, width);
  const bool asked = headline.value("queries") > 0;
  const bool is_to_ask = scenario.queries || outcome.measures.figures.empty();
  if (!asked && is_to_ask) text += "\n" + wrapped(why_no_query(scenario), 2, width);
  const bool has_traffic = asked || headline.value("messages") > 0;
  if (has_traffic || !all_stay(headline)) text += "\n" + presence(headline);
  if (has_traffic) {
    const bool could_find =
        scenario.content && protocols::has_downloads(*scenario.overlay.protocol.entry);
    if (asked) text += spreading(headline) + success(headline, could_find);
    text += traffic(headline, outcome);
  }
  text += own_figures(outcome) + servers(outcome);
  if (scenario.measure.steady_state.value_or(false)) text += steady_state_text(outcome);
  return text + histogram(outcome);
}

}  // namespace rippletank::run
