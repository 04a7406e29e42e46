"""The answer: the plan, its verifier, its folder and its workbook."""
