// The parameters that all networks of equal peers have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/joining.hpp"
#include "sim/protocols/parts/search_models.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// The base of the parameters of such a protocol. Times as in Gnutella clients.
struct UnstructuredParameters {
  std::uint32_t ttl_hops = 7;
  registry::Model search = usual_search();
  double ping_interval_s = 0;
  std::uint32_t ping_ttl_hops = 7;
  bool ping_when_connected = true;
  double query_memory_s = 600;
  double ping_memory_s = 180;
  double push_memory_s = 600;
  double push_patience_s = 30;
  double choose_s = 1;
  double firewalled = 0;
  std::optional<JoiningParameters> joining;
  DownloadParameters downloads;
};

UnstructuredSettings settings_of(const UnstructuredParameters& parameters);

/// Which of them lets a run go on for ever; empty: none.
std::string endless_of(const UnstructuredParameters& parameters);

/// Descriptions that do not depend on the protocol.
struct UnstructuredFields {
  registry::Field ttl_hops, search, ping_interval_s, ping_ttl_hops, ping_when_connected,
      query_memory_s, ping_memory_s, push_memory_s, push_patience_s, choose_s, firewalled, joining,
      downloads;
};
UnstructuredFields unstructured_fields();

/// Adds the fields of UnstructuredParameters to the table of a protocol.
template <class P>
registry::Table<P>&& with_unstructured(registry::Table<P>&& table) {
  UnstructuredFields about = unstructured_fields();
  const auto field = [&table](const char* name, auto member, registry::Field& description) {
    std::move(table).field(name, member, std::move(description));
  };
  using Whole = std::uint32_t P::*;
  using Number = double P::*;
  field("ttl_hops", Whole(&P::ttl_hops), about.ttl_hops);
  field("search", static_cast<registry::Model P::*>(&P::search), about.search);
  field("ping_interval_s", Number(&P::ping_interval_s), about.ping_interval_s);
  field("ping_ttl_hops", Whole(&P::ping_ttl_hops), about.ping_ttl_hops);
  field("ping_when_connected", static_cast<bool P::*>(&P::ping_when_connected),
        about.ping_when_connected);
  field("query_memory_s", Number(&P::query_memory_s), about.query_memory_s);
  field("ping_memory_s", Number(&P::ping_memory_s), about.ping_memory_s);
  field("push_memory_s", Number(&P::push_memory_s), about.push_memory_s);
  field("push_patience_s", Number(&P::push_patience_s), about.push_patience_s);
  field("choose_s", Number(&P::choose_s), about.choose_s);
  field("firewalled", Number(&P::firewalled), about.firewalled);
  field("joining", static_cast<std::optional<JoiningParameters> P::*>(&P::joining), about.joining);
  field("downloads", static_cast<DownloadParameters P::*>(&P::downloads), about.downloads);
  return std::move(table);
}

}  // namespace rippletank::protocols
