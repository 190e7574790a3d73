"""The page: scenes, controls, the stage. It wires; it computes nothing."""
