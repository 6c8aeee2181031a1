// Gallery: every scenario of a folder as the page shows it, with a small picture of its network.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"
#include "topologies/graph.hpp"

namespace rippletank::pages {

/// A picture of few strokes.
///
/// Shape:   {"width", "height", "points": [x, y, …], "links": [point, point, …]}, whole
///          numbers. Of large graphs some nodes and links stand for all.
registry::Json thumbnail_json(const topologies::Graph& graph);

/// `paths`: below the folder, in the order in which they are shown.
///
/// Shape:   [{"path", "description", "text", "inputs", "thumbnail"} …]; without text what a page
///          cannot play: sweeps ("sweep": true) and what reads long files.
/// Cost:    that of building and arranging each network.
registry::Json gallery_json(const std::filesystem::path& folder,
                            const std::vector<std::string>& paths);

}  // namespace rippletank::pages
