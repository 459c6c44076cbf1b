"""The contract with regions. A plugin imports this room and `domain`, nothing else."""
