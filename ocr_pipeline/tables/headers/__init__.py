"""What heads the columns, and what columns there are where no header says so."""
