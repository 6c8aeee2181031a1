// Keeps tables as long as somebody knows them.
#include "sim/protocols/parts/routing_tables.hpp"

#include <algorithm>
#include <bit>

namespace rippletank::protocols {
namespace {

constexpr std::uint32_t word_bits = 64;

bool has_bit(const std::vector<std::uint64_t>& bits, std::uint32_t slot) {
  return (bits[slot / word_bits] >> (slot % word_bits) & 1U) != 0;
}

}  // namespace

std::vector<std::uint32_t> RoutingTables::renew(core::PeerId peer,
                                                const std::vector<std::uint32_t>& slots) {
  Table table;
  table.users = 1;
  table.bits.resize((slots_ + word_bits - 1) / word_bits);
  for (const std::uint32_t slot : slots) {
    table.bits[slot / word_bits] |= std::uint64_t{1} << (slot % word_bits);
  }
  std::vector<std::uint32_t> changed;
  for (std::size_t i = 0; i < table.bits.size(); ++i) {
    std::uint64_t differs = table.bits[i];
    if (has(peer)) differs ^= tables_[latest_[peer]].bits[i];
    for (; differs != 0; differs &= differs - 1) {
      changed.push_back(static_cast<std::uint32_t>(i) * word_bits +
                        static_cast<std::uint32_t>(std::countr_zero(differs)));
    }
  }
  drop(peer);
  latest_[peer] = tables_.put(std::move(table));
  return changed;
}

RoutingTables::TableId RoutingTables::lend(core::PeerId peer) {
  ++tables_[latest_[peer]].users;
  return latest_[peer];
}

void RoutingTables::give_back(TableId table) {
  if (--tables_[table].users > 0) return;
  tables_[table].bits = {};
  tables_.take(table);
}

void RoutingTables::receive(core::PeerId at, core::PeerId from, TableId table) {
  forget(at, from);
  heard_[at].push_back({from, table});
}

void RoutingTables::forget(core::PeerId at, core::PeerId from) {
  std::vector<Heard>& heard = heard_[at];
  const auto found = std::find_if(heard.begin(), heard.end(),
                                  [from](const Heard& other) { return other.from == from; });
  if (found == heard.end()) return;
  give_back(found->table);
  heard.erase(found);
}

void RoutingTables::forget_all(core::PeerId at) {
  for (const Heard& heard : heard_[at]) give_back(heard.table);
  heard_[at].clear();
  drop(at);
}

void RoutingTables::drop(core::PeerId peer) {
  if (has(peer)) give_back(latest_[peer]);
  latest_[peer] = none;
}

bool RoutingTables::may_have(core::PeerId at, core::PeerId peer,
                             std::span<const std::uint32_t> slots) const {
  const std::vector<Heard>& heard = heard_[at];
  const auto found = std::find_if(heard.begin(), heard.end(),
                                  [peer](const Heard& other) { return other.from == peer; });
  if (found == heard.end()) return true;
  const std::vector<std::uint64_t>& bits = tables_[found->table].bits;
  return std::all_of(slots.begin(), slots.end(),
                     [&bits](std::uint32_t slot) { return has_bit(bits, slot); });
}

}  // namespace rippletank::protocols
