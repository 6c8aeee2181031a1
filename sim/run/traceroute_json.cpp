// A traceroute as JSON.
#include "sim/run/traceroute.hpp"

namespace rippletank::run {
namespace {

using registry::Json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json json_ms(const std::optional<core::Time>& time) {
  return time ? Json(core::to_milliseconds(*time)) : Json();
}

/// The steps of a route that begins `start` after the message was first sent.
Json steps_json(const Route& route, core::Time start) {
  Json steps = Json::array();
  core::Time after = start;
  for (const RouteStep& step : route.steps) {
    after += step.latency_ns + step.sending_ns;
    steps.push_back({{"device", step.device},
                     {"kind", step.kind},
                     {"medium", step.medium},
                     {"links", step.links},
                     {"latency_ms", core::to_milliseconds(step.latency_ns)},
                     {"sending_ms", core::to_milliseconds(step.sending_ns)},
                     {"after_ms", core::to_milliseconds(after)}});
  }
  return steps;
}

Json straight_json(const StraightWay& way) {
  Json json = {{"found", way.time.there.has_value()},
               {"links", or_null(way.links)},
               {"same_host", or_null(way.same_host)},
               {"one_way_ms", json_ms(way.time.there)},
               {"ping_ms", json_ms(way.time.ping)}};
  if (!way.route.found) return json;
  json["device"] = way.route.device;
  json["kind"] = way.route.kind;
  json["steps"] = steps_json(way.route, 0);
  return json;
}

Json overlay_json(const Network& network, const OverlayWay& way) {
  const bool found = way.time.there.has_value();
  Json json = {{"found", found},
               {"hops", found ? Json(way.hops.size()) : Json()},
               {"links", found ? or_null(way.links()) : Json()},
               {"one_way_ms", json_ms(way.time.there)},
               {"ping_ms", json_ms(way.time.ping)}};
  Json hops = Json::array();
  core::Time after = 0;
  for (const OverlayHop& hop : way.hops) {
    Json one = {{"peer", network.peer_name(hop.peer)},
                {"same_host", or_null(hop.same_host)},
                {"delay_ms", core::to_milliseconds(hop.delay_ns)},
                {"after_ms", core::to_milliseconds(after + hop.delay_ns)}};
    if (hop.route.found) one["steps"] = steps_json(hop.route, after);
    hops.push_back(std::move(one));
    after += hop.delay_ns;
  }
  json["way"] = std::move(hops);
  return json;
}

}  // namespace

Json traceroute_json(const scenario::Scenario& scenario, const Network& network,
                     const Traceroute& trace) {
  Json json = {{"name", scenario.name},
               {"seed", scenario.seed},
               {"from", network.peer_name(trace.from)},
               {"to", network.peer_name(trace.to)},
               {"size_bytes", trace.bytes},
               {"at_s", or_null(trace.at_s)}};
  json["straight"] = trace.straight ? straight_json(*trace.straight) : Json();
  json["overlay"] = overlay_json(network, trace.overlay);
  json["stretch"] = or_null(trace.stretch());
  return json;
}

}  // namespace rippletank::run
