"""Budget lists: numbered rows with amounts, ministries and remarks under pillars and sections."""
