// A traceroute as a page of text.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/registry/counts.hpp"
#include "sim/registry/utf8.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/traceroute.hpp"
#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::run {
namespace {

using core::Time;
using registry::count_in_words;
using registry::wrapped;

constexpr std::size_t page_width = 80;
constexpr std::size_t number_columns = 5;
constexpr std::size_t kind_columns = 7;
constexpr std::size_t medium_columns = 11;  // "trunk x9999"

/// Writes times in milliseconds, all of a page with as many decimals as its smallest needs, and
/// with fewer where its largest would not leave room for names.
class Milliseconds {
 public:
  explicit Milliseconds(const std::vector<Time>& times) {
    constexpr std::array<std::pair<int, Time>, 7> units = {{{0, core::millisecond},
                                                            {1, 100'000},
                                                            {2, 10'000},
                                                            {3, core::microsecond},
                                                            {4, 100},
                                                            {5, 10},
                                                            {6, 1}}};
    constexpr std::size_t least = 3;
    constexpr std::size_t widest = 10;
    std::size_t choice = least;
    const auto exact = [&](Time time) { return time % units[choice].second == 0; };
    while (choice + 1 < units.size() && !std::all_of(times.begin(), times.end(), exact)) ++choice;
    const Time longest = times.empty() ? 0 : *std::max_element(times.begin(), times.end());
    do {
      decimals_ = units[choice].first;
      unit_ = units[choice].second;
    } while (text(longest).size() > widest && choice-- > 0);
    columns_ = std::max<std::size_t>(text(longest).size(), widest) + 1;
  }

  std::string text(Time time) const {
    const Time rounded = time / unit_ + (time % unit_ >= unit_ - unit_ / 2 ? 1 : 0);
    const Time scale = core::millisecond / unit_;
    if (decimals_ == 0) return std::to_string(rounded);
    return fmt::format("{}.{:0{}}", rounded / scale, rounded % scale, decimals_);
  }
  std::string cell(Time time) const { return fmt::format("{:>{}}", text(time), columns_); }
  /// A cell with a dash for what does not take place.
  std::string cell_or_dash(Time time) const {
    return time == 0 ? fmt::format("{:>{}}", "-", columns_) : cell(time);
  }
  std::size_t columns() const { return columns_; }

 private:
  int decimals_ = 0;
  Time unit_ = 1;
  std::size_t columns_ = 0;
};

std::vector<Time> times_in(const Traceroute& trace) {
  std::vector<Time> times;
  const auto add = [&times](const Route& route) {
    for (const RouteStep& step : route.steps) {
      times.insert(times.end(), {step.latency_ns, step.sending_ns});
    }
  };
  const auto add_way = [&times](const WayTime& way) {
    times.insert(times.end(), {way.there.value_or(0), way.ping.value_or(0)});
  };
  if (trace.straight) {
    add(trace.straight->route);
    add_way(trace.straight->time);
  }
  for (const OverlayHop& hop : trace.overlay.hops) {
    times.push_back(hop.delay_ns);
    add(hop.route);
  }
  add_way(trace.overlay.time);
  return times;
}

/// A name in so many columns, cut if it is longer.
std::string fitted(const std::string& name, std::size_t columns) {
  const std::string line = topologies::one_line(name);
  const std::size_t all = registry::display_columns(line);
  if (all <= columns) return line + std::string(columns - all, ' ');
  std::string cut;
  std::size_t used = 0;
  for (std::size_t at = 0; at < line.size();) {
    const std::string_view rest = std::string_view(line).substr(at);
    const std::string_view character = rest.substr(0, registry::utf8_length(rest));
    const std::size_t wide = registry::display_columns(character);
    if (used + wide + 1 > columns) break;
    cut += character;
    used += wide;
    at += character.size();
  }
  return cut + "…" + std::string(columns - used - 1, ' ');
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

/// Lays the lines of one page out.
class Page {
 public:
  Page(const Network& network, const Traceroute& trace)
      : network_(network), trace_(trace), milliseconds_(times_in(trace)) {}

  std::string straight() const {
    const StraightWay& way = *trace_.straight;
    std::string text = "\n" + wrapped("Straight through the underlay", 0, page_width);
    if (!way.time.there) {
      return text +
             wrapped("There is no way: the devices of the two are not joined.", 2, page_width);
    }
    if (way.route.found && !way.route.steps.empty()) {
      text += device_head(0, way.route) + device_lines(way.route, 0, 0);
    }
    std::string result;
    if (way.links) result = links_text(*way.links) + "; ";
    if (way.same_host.value_or(false)) {
      result += fmt::format("both run on host {}, so no wire is passed; ", host_of(trace_.to));
    }
    return text + wrapped(result + time_text(way.time, "there and back"), 2, page_width);
  }

  std::string overlay() const {
    const OverlayWay& way = trace_.overlay;
    std::string text = "\n" + wrapped("Through the overlay, from peer to peer", 0, page_width);
    if (!way.time.there) {
      return text + wrapped("There is no way: no chain of connections that work joins the two.", 2,
                            page_width);
    }
    if (!way.hops.empty()) text += overlay_head();
    Time after = 0;
    std::size_t number = 0;
    for (const OverlayHop& hop : way.hops) {
      text += peer_line(++number, hop, after + hop.delay_ns);
      text += device_lines(hop.route, after, indent);
      if (hop.same_host.value_or(false)) text += host_line(hop.peer);
      after += hop.delay_ns;
    }
    std::string result = count_in_words(way.hops.size(), "hop", "hops") + "; ";
    if (const auto links = way.links(); links && network_.paths.links) {
      result += links_text(*links) + "; ";
    }
    result += time_text(way.time, "there and back by the same peers");
    if (const std::optional<double> stretch = trace_.stretch()) {
      result += fmt::format("; {:.2f} times the straight way (stretch)", *stretch);
    }
    return text + wrapped(result, 2, page_width);
  }

 private:
  static constexpr std::size_t indent = 4;

  std::string host_of(core::PeerId peer) const {
    const std::string name = *network_.host_name(peer);
    return network_.device_names.are_numbers() ? name : registry::in_quotes(name);
  }

  static std::string links_text(std::uint32_t links) {
    return count_in_words(links, "link", "links");
  }

  std::string time_text(const WayTime& time, const char* kind) const {
    const std::string there = milliseconds_.text(*time.there) + registry::no_break + "ms; ";
    if (!time.ping) return there + "no way back, so no ping";
    return fmt::format("{}ping {}{}ms {}", there, milliseconds_.text(*time.ping),
                       registry::no_break, kind);
  }

  std::size_t name_columns(std::size_t indented) const {
    return page_width - indented - number_columns - 2 - kind_columns - medium_columns - 2 -
           3 * milliseconds_.columns();
  }

  std::string line(std::size_t indented, std::size_t number, const std::string& name,
                   const std::string& kind, const std::string& medium,
                   const std::string& figures) const {
    return without_trailing_blanks(fmt::format("{:{}}{:>{}}  {} {:<{}} {}{}", "", indented, number,
                                               number_columns, fitted(name, name_columns(indented)),
                                               kind, kind_columns, fitted(medium, medium_columns),
                                               figures));
  }

  std::string device_head(std::size_t indented, const Route& route) const {
    const std::size_t columns = milliseconds_.columns();
    std::string text = without_trailing_blanks(
        fmt::format("{:{}}  {:<{}} {:<{}}{:>{}}{:>{}}{:>{}}", "", indented + number_columns,
                    "device", name_columns(indented) + 1 + kind_columns, "over", medium_columns,
                    "latency ms", columns, "sending ms", columns, "after ms", columns));
    return text + line(indented, 0, route.device, route.kind, "", "");
  }

  std::string host_line(core::PeerId peer) const {
    return wrapped(fmt::format("on host {}, as the one before: no wire is passed", host_of(peer)),
                   indent + number_columns + 2, page_width);
  }

  std::string device_lines(const Route& route, Time after, std::size_t indented) const {
    std::string text;
    std::size_t number = 0;
    for (const RouteStep& step : route.steps) {
      after += step.latency_ns + step.sending_ns;
      const std::string medium =
          step.links > 1 ? fmt::format("{} x{}", step.medium, step.links) : step.medium;
      text += line(indented, ++number, step.device, step.kind, medium,
                   milliseconds_.cell_or_dash(step.latency_ns) +
                       milliseconds_.cell_or_dash(step.sending_ns) + milliseconds_.cell(after));
    }
    return text;
  }

  std::string overlay_head() const {
    const std::size_t columns = milliseconds_.columns();
    return fmt::format("{:{}}  {:<{}}{:>{}}{:>{}}\n", "", number_columns, "peer",
                       page_width - number_columns - 2 - 2 * columns, "delay ms", columns,
                       "after ms", columns);
  }

  std::string peer_line(std::size_t number, const OverlayHop& hop, Time after) const {
    const std::size_t columns = page_width - number_columns - 2 - 2 * milliseconds_.columns();
    return fmt::format("{:>{}}  {}{}{}\n", number, number_columns,
                       fitted(network_.peer_name(hop.peer), columns),
                       milliseconds_.cell(hop.delay_ns), milliseconds_.cell(after));
  }

  const Network& network_;
  const Traceroute& trace_;
  Milliseconds milliseconds_;
};

/// When it is, as far as that makes a difference.
std::string moment(const scenario::Scenario& scenario, const Traceroute& trace) {
  if (scenario.failures.empty()) return "";
  if (!trace.at_s) return " and before anything breaks";
  return fmt::format(", as things stand at {} s", *trace.at_s);
}

}  // namespace

std::string traceroute_text(const scenario::Scenario& scenario, const Network& network,
                            const Traceroute& trace) {
  const auto shown = [&](core::PeerId peer) {
    const std::string name = network.peer_name(peer);
    return network.names.are_numbers() ? name : registry::in_quotes(name);
  };
  std::string text = wrapped(
      fmt::format("{}, seed {}: {} from peer {} to peer {}, while nothing else is sent{}",
                  scenario.name, scenario.seed, count_in_words(trace.bytes, "byte", "bytes"),
                  shown(trace.from), shown(trace.to), moment(scenario, trace)),
      0, page_width);
  const Page page(network, trace);
  if (trace.straight) text += page.straight();
  return text + page.overlay();
}

}  // namespace rippletank::run
